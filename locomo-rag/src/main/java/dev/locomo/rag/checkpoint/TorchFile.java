package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.checkpoint.Unpickler.Rebuilt;
import dev.locomo.rag.checkpoint.Weights.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A {@code pytorch_model.bin}: the zip archive that {@code torch.save} writes since version 1.6, or
 * the plain pickles it wrote before. Read with {@link Unpickler}, which executes nothing.
 */
final class TorchFile {
  /** Where numbers are: a named run of them. */
  private record Storage(ElementType type, String key) {}

  /** Most bytes of a storage: an array has no more. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private TorchFile() {}

  /**
   * Reads a file whole; a {@link DataError} where it is cut off, holds something else than tensors,
   * or would run code.
   */
  static Weights open(Path file) {
    try {
      return isZip(file) ? zipped(file) : legacy(file);
    } catch (IOException | ClassCastException e) {
      throw new DataError(file.toString(), "", "cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = UserFile.open(file)) {
      return new String(in.readNBytes(2), ISO_8859_1).equals("PK");
    }
  }

  private static Weights zipped(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      ZipEntry pickle =
          zip.stream()
              .filter(e -> e.getName().endsWith("/data.pkl"))
              .findFirst()
              .orElseThrow(() -> new IOException("the archive has no data.pkl"));
      String folder = pickle.getName().substring(0, pickle.getName().lastIndexOf('/') + 1);
      var tensors = tensors(unpickled(zip.getInputStream(pickle)));
      var storages = new HashMap<String, ByteBuffer>();
      for (Rebuilt tensor : tensors.values()) {
        String key = storage(tensor).key();
        if (!storages.containsKey(key)) {
          storages.put(key, little(entry(zip, folder + "data/" + key)));
        }
      }
      return weights(file, tensors, storages);
    }
  }

  private static byte[] entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("the archive has no " + name);
    }
    if (entry.getSize() > LONGEST) {
      throw new IOException(
          name
              + " has "
              + entry.getSize()
              + " bytes; at most "
              + LONGEST
              + " are read of this format; expected model.safetensors");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /** Magic number, version, machine, tensors, names of the storages, then each storage. */
  private static Weights legacy(Path file) throws IOException {
    try (var in = new BufferedInputStream(UserFile.open(file))) {
      for (int i = 0; i < 3; i++) {
        unpickled(in);
      }
      var tensors = tensors(unpickled(in));
      var byKey = new HashMap<String, Storage>();
      tensors.values().stream().map(TorchFile::storage).forEach(s -> byKey.put(s.key(), s));
      var storages = new HashMap<String, ByteBuffer>();
      for (Object key : (List<?>) unpickled(in)) {
        Storage storage = byKey.get(key);
        if (storage == null) {
          throw new IOException("a storage belongs to no tensor");
        }
        long count = little(in.readNBytes(Long.BYTES)).getLong();
        int length = Math.toIntExact(Math.multiplyExact(count, storage.type().bytes));
        storages.put(storage.key(), little(in.readNBytes(length)));
      }
      return weights(file, tensors, storages);
    } catch (ArithmeticException | BufferUnderflowException e) {
      throw new IOException("the file is cut off", e);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Object unpickled(InputStream in) throws IOException {
    return new Unpickler(in, TorchFile::storage).read();
  }

  /** {@code ("storage", type, key, ...)}. */
  private static Storage storage(List<?> id) {
    String type = (String) id.get(1);
    return new Storage(
        ElementType.ofTorch(type.substring(type.lastIndexOf('.') + 1))
            .orElseThrow(() -> new IllegalArgumentException("numbers of type " + type)),
        (String) id.get(2));
  }

  private static Storage storage(Rebuilt tensor) {
    return (Storage) tensor.arguments().get(0);
  }

  private static Map<String, Rebuilt> tensors(Object value) throws IOException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException("found no dictionary of tensors");
    }
    var tensors = new LinkedHashMap<String, Rebuilt>();
    for (var entry : map.entrySet()) {
      if (entry.getValue() instanceof Rebuilt tensor) {
        tensors.put((String) entry.getKey(), tensor);
      }
    }
    return tensors;
  }

  private static Weights weights(
      Path file, Map<String, Rebuilt> tensors, Map<String, ByteBuffer> storages) {
    var read = new LinkedHashMap<String, Supplier<Tensor>>();
    tensors.forEach((name, tensor) ->
        read.put(
            name,
            () -> {
              try {
                return read(tensor.arguments(), storages);
              } catch (RuntimeException e) {
                String problem = "does not fit its storage; is the file cut off?";
                throw new DataError(file.toString(), name, problem, e);
              }
            }));
    return new Weights.Stored(file.toString(), read, () -> {});
  }

  /** {@code (storage, first, shape, strides, ...)}. */
  private static Tensor read(List<?> tensor, Map<String, ByteBuffer> storages) {
    Storage storage = (Storage) tensor.get(0);
    ByteBuffer stored = Objects.requireNonNull(storages.get(storage.key()), storage.key());
    long first = (Long) tensor.get(1);
    long[] shape = longs(tensor.get(2));
    long[] strides = longs(tensor.get(3));
    int width = storage.type().bytes;
    int count = Math.toIntExact(Tensor.size(shape));
    var values = ByteBuffer.allocate(Math.multiplyExact(count, width));
    int run = Arrays.equals(strides, rowMajor(shape)) ? Math.max(count, 1) : 1;
    for (int i = 0; i < count; i += run) {
      int at = Math.toIntExact((first + place(i, shape, strides)) * width);
      values.put(i * width, stored, at, run * width);
    }
    return new Tensor(shape, storage.type().type, MemorySegment.ofBuffer(values));
  }

  private static long[] rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** Where the {@code index}-th number in row-major order is, in numbers. */
  private static long place(int index, long[] shape, long[] strides) {
    long place = 0;
    long rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place += rest % shape[axis] * strides[axis];
      rest /= shape[axis];
    }
    return place;
  }

  private static long[] longs(Object tuple) {
    return ((List<?>) tuple).stream().mapToLong(x -> (Long) x).toArray();
  }
}
