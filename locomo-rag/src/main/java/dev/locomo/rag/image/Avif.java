package dev.locomo.rag.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * AVIF, decoded by the system's libheif where it has one: its first picture, as red, green and blue
 * of eight bits. No library on Maven Central brings a decoder for it.
 *
 * <p><b>Source</b> {@code heif.h} of libheif, whose functions take nothing but pointers and
 * numbers.
 */
@SuppressWarnings("restricted")
final class Avif {
  private static final List<String> NAMES =
      List.of("libheif.so.1", "libheif.so", "libheif.dylib", "libheif.dll", "heif.dll");

  private static final MemoryLayout ERROR = MemoryLayout.structLayout(JAVA_INT, JAVA_INT, ADDRESS);

  /** {@code heif_colorspace_RGB}, {@code heif_chroma_interleaved_RGB}, its channel. */
  private static final int RGB = 1;

  private static final int INTERLEAVED = 10;

  /** Where {@code heif_decoding_options} says so, after a byte with its version. */
  private static final int IGNORES_TURNS = 1;

  private Avif() {}

  /** The largest size that any of its pictures or parts announces. */
  static ImageHeader header(byte[] bytes) {
    var header = new ImageHeader(ImageFormat.AVIF, 0, 0);
    var in = ByteBuffer.wrap(bytes);
    for (int at = 4; at + 16 <= bytes.length; at++) {
      if (in.getInt(at) == 0x69737065 && in.getInt(at + 4) == 0) { // ispe
        header = header.or(in.getInt(at + 8), in.getInt(at + 12));
      }
    }
    return header;
  }

  /**
   * Decodes it.
   *
   * @param upright whether it is turned and mirrored as it asks for
   * @throws ImageError when there is no libheif
   * @throws IOException when it cannot decode the file
   */
  static RgbImage decode(byte[] bytes, boolean upright) throws IOException, ImageError {
    try (var arena = Arena.ofConfined()) {
      return new Library(lookup(), arena).decode(bytes, upright);
    } catch (IOException | ImageError | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  private static SymbolLookup lookup() throws ImageError {
    for (String name : NAMES) {
      try {
        return SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException e) {
        // The next name.
      }
    }
    throw new ImageError("is an AVIF, which the system's libheif decodes: it is not installed");
  }

  private record Library(SymbolLookup at, Arena arena) {
    private Object call(String name, FunctionDescriptor how, Object... arguments) throws Throwable {
      var handle = Linker.nativeLinker().downcallHandle(at.findOrThrow(name), how);
      return handle.invokeWithArguments(arguments);
    }

    private void checked(String name, FunctionDescriptor how, Object... arguments)
        throws Throwable {
      Object[] all = new Object[arguments.length + 1];
      all[0] = (SegmentAllocator) arena;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      var error = (MemorySegment) call(name, how, all);
      if (error.get(JAVA_INT, 0) != 0) {
        throw new IOException(error.get(ADDRESS, 8).reinterpret(Long.MAX_VALUE).getString(0));
      }
    }

    RgbImage decode(byte[] bytes, boolean upright) throws Throwable {
      var context = (MemorySegment) call("heif_context_alloc", FunctionDescriptor.of(ADDRESS));
      var options =
          (MemorySegment) call("heif_decoding_options_alloc", FunctionDescriptor.of(ADDRESS));
      options.reinterpret(2).set(JAVA_BYTE, IGNORES_TURNS, (byte) (upright ? 0 : 1));
      var handle = arena.allocate(ADDRESS);
      var image = arena.allocate(ADDRESS);
      try {
        var file = arena.allocateFrom(JAVA_BYTE, bytes);
        checked(
            "heif_context_read_from_memory_without_copy",
            FunctionDescriptor.of(ERROR, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
            context,
            file,
            (long) bytes.length,
            MemorySegment.NULL);
        checked(
            "heif_context_get_primary_image_handle",
            FunctionDescriptor.of(ERROR, ADDRESS, ADDRESS),
            context,
            handle);
        checked(
            "heif_decode_image",
            FunctionDescriptor.of(ERROR, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
            handle.get(ADDRESS, 0),
            image,
            RGB,
            INTERLEAVED,
            options);
        return pixels(image.get(ADDRESS, 0));
      } finally {
        release("heif_image_release", image.get(ADDRESS, 0));
        release("heif_image_handle_release", handle.get(ADDRESS, 0));
        release("heif_decoding_options_free", options);
        release("heif_context_free", context);
      }
    }

    private void release(String name, MemorySegment what) throws Throwable {
      if (what.address() != 0) {
        call(name, FunctionDescriptor.ofVoid(ADDRESS), what);
      }
    }

    private RgbImage pixels(MemorySegment image) throws Throwable {
      var ofImage = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
      int width = (int) call("heif_image_get_width", ofImage, image, INTERLEAVED);
      int height = (int) call("heif_image_get_height", ofImage, image, INTERLEAVED);
      if (width < 1 || height < 1 || (long) width * height > ImageDecoder.MOST_PIXELS) {
        throw new IOException("decoded to " + width + " x " + height + " pixels");
      }
      var stride = arena.allocate(JAVA_INT);
      var plane =
          (MemorySegment)
              call(
                  "heif_image_get_plane_readonly",
                  FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS),
                  image,
                  INTERLEAVED,
                  stride);
      int row = stride.get(JAVA_INT, 0);
      var out = RgbImage.blank(width, height);
      var all = plane.reinterpret((long) row * height);
      int line = width * RgbImage.BANDS;
      for (int y = 0; y < height; y++) {
        MemorySegment.copy(all, JAVA_BYTE, (long) y * row, out.pixels(), y * line, line);
      }
      return out;
    }
  }
}
