package dev.locomo.rag.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the first picture of an image to what Pillow's {@code convert("RGB")} gives: transparency
 * is dropped, palettes are looked up, of 16 bits a colour the upper 8 are taken (of 16 bits of gray
 * the value, at most 255), and no profile or gamma is applied.
 *
 * <p><b>Not to the bit:</b> AVIF, whose colours are spread and converted by libheif.
 */
public final class ImageDecoder {
  /** Most pixels of an image: 50 million, below 0.6 GB while it is decoded. */
  public static final long MOST_PIXELS = 50_000_000;

  /** From here on a decoded image is a matter of many megabytes. */
  private static final long LARGE = 8_000_000;

  private static final int[] NO_PALETTE = {};

  private ImageDecoder() {}

  /** Decodes an image as it is stored. */
  public static RgbImage decode(byte[] bytes) throws ImageError {
    return decode(bytes, Orientation.STORED);
  }

  /**
   * Decodes an image.
   *
   * @param bytes a whole file
   * @param orientation which way up it is wanted
   * @throws ImageError when it is no image, is cut off or damaged, or says that it has more than
   *     {@link #MOST_PIXELS}; then nothing was decoded
   */
  public static RgbImage decode(byte[] bytes, Orientation orientation) throws ImageError {
    var header = ImageHeader.read(bytes);
    if (header.pixels() > MOST_PIXELS) {
      throw new ImageError(
          "is %s of %s x %s pixels; expected at most %s"
              .formatted(header.format().one(), header.width(), header.height(), MOST_PIXELS));
    }
    if (header.pixels() > LARGE) {
      System.gc(); // what the last one left behind: else the heap grows to all that it may have
    }
    try {
      boolean upright = orientation == Orientation.EXIF;
      if (header.format() == ImageFormat.AVIF) {
        return Avif.decode(bytes, upright);
      }
      boolean turns = upright || header.format() == ImageFormat.TIFF;
      return decode(header, bytes).turned(turns ? Orientation.of(header.format(), bytes) : 1);
    } catch (LinkageError e) {
      throw new ImageError(
          "is %s whose decoder cannot be loaded; it is put into %s, where programs must be allowed"
              .formatted(header.format().one(), System.getProperty("java.io.tmpdir")),
          e);
    } catch (IOException | RuntimeException e) {
      // The decoders throw what they like when a file is damaged.
      throw new ImageError(
          "is "
              + header.format().one()
              + " that is cut off or damaged"
              + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"),
          e);
    }
  }

  private static RgbImage decode(ImageHeader header, byte[] bytes) throws IOException, ImageError {
    var frame = header.format() == ImageFormat.WEBP ? WebP.first(bytes) : new WebP(bytes, 0, 0);
    boolean ended = header.format() != ImageFormat.JPEG || Jpeg.ends(bytes);
    byte[] whole = ended ? frame.file() : Jpeg.ended(bytes);
    var reader = reader(header.format());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(whole))) {
      reader.setInput(in, true, true);
      var damage = new Damage(ended);
      reader.addIIOReadWarningListener(damage);
      RgbImage image =
          switch (header.format()) {
            case JPEG -> Jpeg.read(bytes).pixels(reader.readRaster(0, null));
            case GIF -> Gif.read(bytes).pixels(reader.read(0).getRaster());
            case WEBP ->
                pixels(reader.read(0), NO_PALETTE)
                    .on(header.width(), header.height(), frame.left(), frame.top());
            case TIFF -> pixels(reader.read(0), new Tiff(ByteBuffer.wrap(bytes)).palette());
            default -> pixels(reader.read(0), NO_PALETTE);
          };
      if (damage.found != null) {
        throw new IOException(damage.found);
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(ImageFormat format) {
    return format == ImageFormat.WEBP
        ? WebP.reader()
        : ImageIO.getImageReadersByFormatName(format.name()).next();
  }

  /** Libjpeg makes up what is missing and only warns. */
  private static final class Damage implements javax.imageio.event.IIOReadWarningListener {
    private final boolean ended;
    private @Nullable String found;

    Damage(boolean ended) {
      this.ended = ended;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      boolean early = !ended && warning.contains("premature end of data");
      if (early || warning.contains("Premature end") || warning.contains("Truncated")) {
        found = warning;
      }
    }
  }

  /**
   * @param colours all of red, of green, of blue; empty for those that the decoder found
   */
  private static RgbImage pixels(BufferedImage decoded, int[] colours) throws ImageError {
    Raster raster = decoded.getRaster();
    var palette = decoded.getColorModel() instanceof IndexColorModel m ? m : null;
    int[] bits = decoded.getSampleModel().getSampleSize();
    int bands = raster.getNumBands();
    int space = decoded.getColorModel().getColorSpace().getType();
    boolean whole = raster.getTransferType() <= DataBuffer.TYPE_INT;
    boolean known = space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY;
    if (!known || !whole || bits[0] > 16) {
      throw new ImageError("has colours that are not read: expected gray, a palette or RGB");
    }
    return RgbImage.of(
        raster,
        (row, x, rgb) -> {
          for (int band = 0; band < rgb.length; band++) {
            rgb[band] =
                palette != null
                    ? colours.length > 0
                        ? colours[band * (colours.length / 3) + row[x]]
                        : palette.getRGB(row[x]) >> (16 - 8 * band) & 0xff
                    : eight(row[x + (bands < 3 ? 0 : band)], bits[bands < 3 ? 0 : band], bands);
          }
        });
  }

  private static int eight(int value, int bits, int bands) {
    if (bits == 16) {
      return bands == 1 ? Math.min(value, 255) : value >> 8;
    }
    return bits == 8 ? value : value * 255 / ((1 << bits) - 1);
  }
}
