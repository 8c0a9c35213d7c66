package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.checkpoint.Weights.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A {@code .safetensors} file: eight bytes with the header's length, a JSON header, the numbers.
 * Everything the header says is checked against the file's length before anything is read.
 */
record SafetensorsFile(Path file, FileChannel channel) {
  /** The format's own limit for the header. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Opens a file and reads its header; a {@link DataError} where it is cut off or no such file. */
  static Weights open(Path file) {
    try (var _ = UserFile.open(file)) {
      var channel = UserFile.channel(file);
      try {
        var tensors = new SafetensorsFile(file, channel).tensors();
        return new Weights.Stored(file.toString(), tensors, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private Map<String, Supplier<Tensor>> tensors() throws IOException {
    long length = channel.size() < 8 ? -1 : bytes(0, 8).getLong(0);
    if (length < 2 || length > LONGEST_HEADER || length > channel.size() - 8) {
      throw wrong("", "found no header of a safetensors file; is it cut off?");
    }
    var tensors = new LinkedHashMap<String, Supplier<Tensor>>();
    try {
      String header = UTF_8.decode(bytes(8, (int) length)).toString();
      for (var tensor : JsonFiles.MAPPER.readTree(header).properties()) {
        if (!tensor.getKey().equals("__metadata__")) {
          tensors.put(tensor.getKey(), tensor(tensor.getKey(), tensor.getValue(), 8 + length));
        }
      }
      return tensors;
    } catch (JsonProcessingException e) {
      throw wrong("the header", "is not JSON (" + e.getOriginalMessage() + ")");
    }
  }

  /** How a tensor is read, checked against the length of the file. */
  private Supplier<Tensor> tensor(String name, JsonNode entry, long data) throws IOException {
    var type =
        ElementType.ofSafetensors(entry.path("dtype").asText())
            .orElseThrow(() -> wrong(name, "has unknown dtype " + entry.path("dtype")));
    long[] shape = new long[entry.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asLong(-1);
    }
    long from = entry.at("/data_offsets/0").asLong(-1);
    long to = entry.at("/data_offsets/1").asLong(-1);
    double length =
        Arrays.stream(shape)
            .mapToDouble(n -> n < 0 ? Double.NaN : n)
            .reduce(type.bytes, (a, b) -> a * b);
    if (!(from >= 0 && to - from == length)) {
      throw wrong(name, "has " + (to - from) + " bytes; its shape says " + (long) length);
    }
    if (to > channel.size() - data) {
      throw wrong(
          name,
          "ends at byte " + (data + to) + " of a file of " + channel.size() + "; is it cut off?");
    }
    return () -> new Tensor(shape, type.type, stored(name, data + from, to - from));
  }

  /**
   * Mapped where it is longer than an array can be. Others are not: what is mapped counts as memory
   * of the process until the whole checkpoint was read.
   */
  private MemorySegment stored(String name, long from, long length) {
    try {
      return length > LONGEST_ARRAY
          ? channel.map(MapMode.READ_ONLY, from, length, Arena.ofAuto())
          : MemorySegment.ofBuffer(bytes(from, (int) length));
    } catch (IOException e) {
      throw new DataError(file.toString(), name, "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private ByteBuffer bytes(long from, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException("the file ended while it was read");
      }
    }
    return buffer.flip();
  }

  private DataError wrong(String place, String problem) {
    return new DataError(file.toString(), place, problem);
  }
}
