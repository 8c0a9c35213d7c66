package dev.locomo.rag.image;

import dev.locomo.core.llm.picture.ShownPicture;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pixels of eight bits a colour; at least one.
 *
 * @param pixels {@code height * width * 3} bytes: row by row, red, green, blue
 */
public record RgbImage(int width, int height, byte[] pixels) {
  /** Colours of a pixel. */
  static final int BANDS = 3;

  static RgbImage blank(int width, int height) {
    return new RgbImage(
        width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), BANDS)]);
  }

  /** From what a decoder has for a pixel, from {@code x} of a row on, to its colours. */
  interface Colours {
    void put(int[] row, int x, int[] rgb);
  }

  /** Converts a raster row by row. */
  static RgbImage of(Raster raster, Colours colours) {
    var image = blank(raster.getWidth(), raster.getHeight());
    int bands = raster.getNumBands();
    int[] row = new int[image.width * bands];
    int[] rgb = new int[BANDS];
    int at = 0;
    for (int y = 0; y < image.height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        colours.put(row, x, rgb);
        for (int colour : rgb) {
          image.pixels[at++] = (byte) colour;
        }
      }
    }
    return image;
  }

  /** On a black screen of this size, from this place on; what reaches beyond it is cut off. */
  RgbImage on(int screenWidth, int screenHeight, int left, int top) {
    if (screenWidth == width && screenHeight == height) {
      return this;
    }
    var screen = blank(screenWidth, screenHeight);
    int wide = Math.min(width, screenWidth - left) * BANDS;
    for (int y = 0; y < Math.min(height, screenHeight - top); y++) {
      int to = ((top + y) * screenWidth + left) * BANDS;
      System.arraycopy(pixels, y * width * BANDS, screen.pixels, to, wide);
    }
    return screen;
  }

  /**
   * Turned and mirrored as a camera's orientation says: 1 as it is, 2 mirrored, 3 upside down, 4
   * both, 5 to 8 the same with rows and columns changed; any other number says nothing.
   */
  RgbImage turned(int orientation) {
    if (orientation < 2 || orientation > 8) {
      return this;
    }
    boolean across = orientation > 4;
    var turned = across ? blank(height, width) : blank(width, height);
    boolean fromRight = List.of(2, 3, 7, 8).contains(orientation);
    boolean fromBelow = List.of(3, 4, 6, 7).contains(orientation);
    int to = 0;
    for (int y = 0; y < turned.height; y++) {
      for (int x = 0; x < turned.width; x++) {
        int column = across ? y : x;
        int row = across ? x : y;
        int at = (fromBelow ? height - 1 - row : row) * width;
        int from = (at + (fromRight ? width - 1 - column : column)) * BANDS;
        System.arraycopy(pixels, from, turned.pixels, to, BANDS);
        to += BANDS;
      }
    }
    return turned;
  }

  /**
   * Scaled down, if need be, to a longer edge of at most so many pixels.
   *
   * @throws ImageError when it is too long and thin for that
   */
  public RgbImage within(int edge) throws ImageError {
    int longer = Math.max(width, height);
    return longer <= edge
        ? this
        : PillowResize.resize(
            this,
            Math.max(1, Math.round((float) width * edge / longer)),
            Math.max(1, Math.round((float) height * edge / longer)),
            PillowResize.Resampling.BICUBIC);
  }

  /**
   * As it is sent to a model: JPEG of quality 0.9.
   *
   * @param label what it is called beside it
   * @param sha256 what identifies it
   */
  public ShownPicture shown(String label, String sha256) {
    String base64 = Base64.getEncoder().encodeToString(jpeg());
    return new ShownPicture(label, sha256, width, height, "image/jpeg", base64);
  }

  private byte[] jpeg() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int x = i % width;
      int y = i / width;
      image.setRGB(x, y, at(x, y, 0) << 16 | at(x, y, 1) << 8 | at(x, y, 2));
    }
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      var how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(0.9f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A colour of a pixel, 0 to 255. */
  public int at(int x, int y, int band) {
    return pixels[(y * width + x) * BANDS + band] & 0xff;
  }
}
