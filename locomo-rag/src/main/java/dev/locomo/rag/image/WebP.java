package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.internal.NativeLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a WebP says of its size, and the first frame of an animation as a file of its own, which the
 * decoder takes.
 *
 * @param file without an animation
 * @param left where it lies on the screen, as does {@code top}
 */
record WebP(byte[] file, int left, int top) {
  private static final int CHUNK_HEADER = 8;

  /** Of a frame before the chunks in it. */
  private static final int FRAME_HEADER = 16;

  /** A part of a little-endian file, from its header on. */
  private record Chunk(ByteBuffer file, int at) {
    static @Nullable Chunk at(ByteBuffer file, long at) {
      return file.limit() - at < CHUNK_HEADER ? null : new Chunk(file, (int) at);
    }

    static @Nullable Chunk first(byte[] bytes) {
      return at(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 12);
    }

    String type() {
      return new String(file.array(), at, 4, ISO_8859_1);
    }

    long length() {
      return Integer.toUnsignedLong(file.getInt(at + 4));
    }

    /** All from its first byte on. */
    ByteBuffer content() {
      int from = at + CHUNK_HEADER;
      return file.slice(from, file.limit() - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A frame of an animation holds chunks: it goes into it. */
    @Nullable Chunk next() {
      long past = type().equals("ANMF") ? FRAME_HEADER : length() + (length() & 1);
      return at(file, at + CHUNK_HEADER + past);
    }
  }

  /** Decodes whole files; throws a {@link LinkageError} where libwebp cannot be loaded. */
  static ImageReader reader() {
    return Library.READERS.createReaderInstance(null);
  }

  /**
   * Libwebp, loaded from a folder of its own that goes as soon as it is loaded: whoever is killed
   * later leaves nothing behind. Where a loaded file cannot be deleted it goes with the process.
   */
  private static final class Library {
    static final WebPImageReaderSpi READERS = load();

    private static WebPImageReaderSpi load() {
      try {
        Path folder = Files.createTempDirectory("locomo-webp-");
        folder.toFile().deleteOnExit(); // first asked for, last deleted: after what is in it
        System.setProperty("com.luciad.imageio.webp.tmpdir", folder.toString());
        try {
          NativeLoader.initialize();
        } finally {
          remove(folder);
        }
        return new WebPImageReaderSpi();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path folder) {
      try {
        IOUtils.rm(folder);
      } catch (IOException e) {
        // Windows keeps what is loaded until the process ends.
      }
    }
  }

  /** The size; throws what says that it is cut off or damaged. */
  static ImageHeader header(byte[] bytes) {
    int announced = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    if (Integer.toUnsignedLong(announced) > bytes.length - CHUNK_HEADER) {
      // A decoder that makes up the rest would not tell.
      throw new IllegalArgumentException("shorter than announced");
    }
    var header = new ImageHeader(ImageFormat.WEBP, 0, 0);
    for (var chunk = Chunk.first(bytes); chunk != null; chunk = chunk.next()) {
      var in = chunk.content();
      header =
          switch (chunk.type()) {
            case "VP8X" -> header.or(u24(in, 4) + 1, u24(in, 7) + 1);
            case "ANMF" ->
                header.or(2 * u24(in, 0) + u24(in, 6) + 1, 2 * u24(in, 3) + u24(in, 9) + 1);
            case "VP8L" ->
                header.or((in.getInt(1) & 0x3fff) + 1, ((in.getInt(1) >>> 14) & 0x3fff) + 1);
            case "VP8 " -> header.or(in.getShort(6) & 0x3fff, in.getShort(8) & 0x3fff);
            default -> header;
          };
    }
    return header;
  }

  /** What its cameras say in the form of a TIFF; null when they say nothing. */
  static @Nullable ByteBuffer exif(byte[] bytes) {
    for (var chunk = Chunk.first(bytes); chunk != null; chunk = chunk.next()) {
      if (chunk.type().equals("EXIF")) {
        return chunk.content();
      }
    }
    return null;
  }

  private static int u24(ByteBuffer in, int at) {
    return Short.toUnsignedInt(in.getShort(at)) | (in.get(at + 2) & 0xff) << 16;
  }

  /** The first frame of an animation; any other file as it is. */
  static WebP first(byte[] bytes) {
    var chunk = Chunk.first(bytes);
    while (chunk != null && !chunk.type().equals("ANMF")) {
      chunk = chunk.next();
    }
    if (chunk == null) {
      return new WebP(bytes, 0, 0);
    }
    var frame = chunk.content();
    int length = Math.toIntExact(Math.min(chunk.length(), frame.limit())) - FRAME_HEADER;
    byte[] chunks = new byte[length];
    frame.get(FRAME_HEADER, chunks);
    boolean alpha = new String(chunks, 0, 4, ISO_8859_1).equals("ALPH");
    var extended = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
    extended.put("VP8X".getBytes(ISO_8859_1)).putInt(10).putInt(0x10);
    extended.put(bytesAt(frame, 6, 6));
    byte[] before = alpha ? extended.array() : new byte[0];
    var head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(ISO_8859_1)).putInt(4 + before.length + length);
    head.put("WEBP".getBytes(ISO_8859_1));
    var file = new ByteArrayOutputStream();
    file.writeBytes(head.array());
    file.writeBytes(before);
    file.writeBytes(chunks);
    return new WebP(file.toByteArray(), 2 * u24(frame, 0), 2 * u24(frame, 3));
  }

  private static byte[] bytesAt(ByteBuffer in, int from, int count) {
    byte[] bytes = new byte[count];
    in.get(from, bytes);
    return bytes;
  }
}
