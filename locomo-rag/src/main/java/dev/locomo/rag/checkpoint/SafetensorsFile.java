package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A {@code .safetensors} file: eight bytes with the header's length, a JSON header, the numbers.
 * Everything the header says is checked against the file's length before anything is read.
 */
final class SafetensorsFile implements Weights {
  /** The format's own limit for the header. */
  private static final long LONGEST_HEADER = 100_000_000;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Place> places = new LinkedHashMap<>();

  /** Where a tensor is, from the start of the file. */
  private record Place(ElementType type, long[] shape, long from, int length) {}

  private SafetensorsFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws DataError when it is cut off or not such a file
   */
  static SafetensorsFile open(Path file) {
    try {
      var opened = new SafetensorsFile(file, FileChannel.open(file));
      try {
        opened.readHeader();
        return opened;
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e + ")", e);
    }
  }

  private void readHeader() throws IOException {
    long length = channel.size() < 8 ? -1 : bytes(0, 8).getLong(0);
    if (length < 2 || length > LONGEST_HEADER || length > channel.size() - 8) {
      throw wrong("", "found no header of a safetensors file; is it cut off?");
    }
    try {
      var header = JsonFiles.MAPPER.readTree(text(bytes(8, (int) length)));
      for (var tensor : header.properties()) {
        if (!tensor.getKey().equals("__metadata__")) {
          places.put(tensor.getKey(), place(tensor.getKey(), tensor.getValue(), 8 + length));
        }
      }
    } catch (JsonProcessingException e) {
      throw wrong("the header", "is not JSON (" + e.getOriginalMessage() + ")");
    }
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  private Place place(String name, JsonNode entry, long data) throws IOException {
    var type =
        ElementType.ofSafetensors(entry.path("dtype").asText())
            .orElseThrow(() -> wrong(name, "has unknown dtype " + entry.path("dtype")));
    long[] shape = new long[entry.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asLong(-1);
    }
    long from = entry.at("/data_offsets/0").asLong(-1);
    long to = entry.at("/data_offsets/1").asLong(-1);
    long length = Tensor.size(shape) * type.bytes();
    if (from < 0 || to - from != length || length > Integer.MAX_VALUE) {
      throw wrong(name, "has " + (to - from) + " bytes; its shape says " + length);
    }
    if (to > channel.size() - data) {
      throw wrong(
          name,
          "ends at byte " + (data + to) + " of a file of " + channel.size() + "; is it cut off?");
    }
    return new Place(type, shape, data + from, (int) length);
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

  @Override
  public String file() {
    return file.toString();
  }

  @Override
  public Set<String> names() {
    return places.keySet();
  }

  @Override
  public Tensor read(String name) {
    var place = places.get(name);
    if (place == null) {
      throw wrong(name, "found no such tensor");
    }
    try {
      var stored = bytes(place.from(), place.length());
      float[] values = new float[place.length() / place.type().bytes()];
      for (int i = 0; i < values.length; i++) {
        values[i] = place.type().get(stored, i * place.type().bytes());
      }
      return new Tensor(place.shape(), values);
    } catch (IOException e) {
      throw new DataError(file.toString(), name, "cannot be read (" + e + ")", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be closed (" + e + ")", e);
    }
  }
}
