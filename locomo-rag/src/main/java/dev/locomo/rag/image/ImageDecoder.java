package dev.locomo.rag.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the first picture of an image to what Pillow's {@code convert("RGB")} gives: transparency
 * is dropped, palettes are looked up, of 16 bits a colour the upper 8 are taken (of 16 bits of gray
 * the value, at most 255), and no profile, gamma or rotation is applied.
 *
 * <p><b>Not to the bit:</b> a lossy WebP, where a colour can be off by two in 255.
 */
public final class ImageDecoder {
  /** Most pixels of an image: 50 million, below 0.6 GB while it is decoded. */
  public static final long MOST_PIXELS = 50_000_000;

  /** Most pixels of a WebP, whose decoder keeps sixty bytes for each. */
  private static final long MOST_PIXELS_OF_WEBP = 12_000_000;

  private ImageDecoder() {}

  /**
   * Decodes an image.
   *
   * @param bytes a whole file
   * @throws ImageError when it is no image, is cut off or damaged, or says that it has more than
   *     {@link #MOST_PIXELS} (a WebP: 12 million); then nothing was decoded
   */
  public static RgbImage decode(byte[] bytes) throws ImageError {
    var header = ImageHeader.read(bytes);
    long most = header.format() == ImageFormat.WEBP ? MOST_PIXELS_OF_WEBP : MOST_PIXELS;
    if (header.pixels() > most) {
      throw new ImageError(
          "is a %s of %s x %s pixels; expected at most %s"
              .formatted(header.format(), header.width(), header.height(), most));
    }
    try {
      return decode(header, bytes);
    } catch (IOException | RuntimeException e) {
      // The decoders throw what they like when a file is damaged.
      throw new ImageError(
          "is a " + header.format() + " that is cut off or damaged (" + e.getMessage() + ")", e);
    }
  }

  private static RgbImage decode(ImageHeader header, byte[] bytes) throws IOException, ImageError {
    var reader = reader(header.format());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      var damage = new Damage();
      reader.addIIOReadWarningListener(damage);
      RgbImage image =
          switch (header.format()) {
            case JPEG -> Jpeg.read(bytes).pixels(reader.readRaster(0, null));
            case GIF -> Gif.read(bytes).pixels(reader.read(0).getRaster());
            case PNG -> pixels(reader.read(0));
            case WEBP -> {
              var lossy = WebP.lossy(bytes);
              yield lossy.isPresent() ? WebP.of(lossy.get(), header) : pixels(reader.read(0));
            }
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
        ? new WebPImageReaderSpi().createReaderInstance(null)
        : ImageIO.getImageReadersByFormatName(format.name()).next();
  }

  /** Libjpeg makes up what is missing and only warns. */
  private static final class Damage implements javax.imageio.event.IIOReadWarningListener {
    private @Nullable String found;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (warning.contains("Premature end") || warning.contains("Truncated")) {
        found = warning;
      }
    }
  }

  private static RgbImage pixels(BufferedImage decoded) {
    Raster raster = decoded.getRaster();
    var palette = decoded.getColorModel() instanceof IndexColorModel m ? m : null;
    int bits = decoded.getSampleModel().getSampleSize(0);
    int bands = raster.getNumBands();
    return RgbImage.of(
        raster,
        (row, x, rgb) -> {
          for (int band = 0; band < rgb.length; band++) {
            rgb[band] =
                palette != null
                    ? palette.getRGB(row[x]) >> (16 - 8 * band) & 0xff
                    : eight(row[x + (bands < 3 ? 0 : band)], bits, bands);
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
