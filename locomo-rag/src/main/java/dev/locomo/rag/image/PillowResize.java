package dev.locomo.rag.image;

import java.util.function.DoubleUnaryOperator;

/**
 * Resizing as Pillow does it: a separable filter, widened when the image shrinks, in fixed point
 * with 22 bits after the point, rounded to eight bits after each of the two passes.
 *
 * <p><b>Source</b> {@code Resample.c} and {@code Image.resize} of Pillow.
 */
final class PillowResize {
  private static final int PRECISION_BITS = 32 - 8 - 2;

  private PillowResize() {}

  /** The weights of the input pixels from {@code first} on, for one output pixel. */
  private record Window(int first, int[] weights) {}

  /**
   * The image in another size; the same one when it has it already. The horizontal pass is the
   * first, but of a very tall image that shrinks.
   *
   * @throws ImageError when the image is so long and thin that a form of it would be huge
   */
  static RgbImage resize(RgbImage image, int width, int height, Resampling filter)
      throws ImageError {
    boolean tall = image.height() > 100L * image.width() && height < image.height();
    long between = tall ? (long) image.width() * height : (long) width * image.height();
    if (Math.max((long) width * height, between) > ImageDecoder.MOST_PIXELS) {
      throw new ImageError(
          "is %s x %s pixels: too long and thin to be resized"
              .formatted(image.width(), image.height()));
    }
    return tall
        ? across(down(image, height, filter), width, filter)
        : down(across(image, width, filter), height, filter);
  }

  private static RgbImage across(RgbImage image, int width, Resampling filter) {
    return width == image.width()
        ? image
        : horizontal(image, windows(image.width(), width, filter));
  }

  private static RgbImage down(RgbImage image, int height, Resampling filter) {
    return height == image.height()
        ? image
        : vertical(image, windows(image.height(), height, filter));
  }

  private static Window[] windows(int in, int out, Resampling filter) {
    double scale = (double) in / out;
    double filterScale = Math.max(scale, 1.0);
    double support = filter.support * filterScale;
    double step = 1.0 / filterScale;
    var windows = new Window[out];
    for (int i = 0; i < out; i++) {
      double center = (i + 0.5) * scale;
      int first = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(in, (int) (center + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int x = 0; x < weights.length; x++) {
        weights[x] = filter.at((x + first - center + 0.5) * step);
        sum += weights[x];
      }
      windows[i] = new Window(first, fixed(weights, sum));
    }
    return windows;
  }

  private static int[] fixed(double[] weights, double sum) {
    int[] fixed = new int[weights.length];
    for (int x = 0; x < fixed.length; x++) {
      double weight = (sum != 0.0 ? weights[x] / sum : weights[x]) * (1 << PRECISION_BITS);
      fixed[x] = (int) (weight < 0 ? -0.5 + weight : 0.5 + weight);
    }
    return fixed;
  }

  private static RgbImage horizontal(RgbImage in, Window[] windows) {
    var out = RgbImage.blank(windows.length, in.height());
    int at = 0;
    for (int y = 0; y < in.height(); y++) {
      int row = y * in.width() * RgbImage.BANDS;
      for (Window window : windows) {
        int from = row + window.first * RgbImage.BANDS;
        for (int band = 0; band < RgbImage.BANDS; band++) {
          out.pixels()[at++] = weighted(in.pixels(), from + band, RgbImage.BANDS, window.weights);
        }
      }
    }
    return out;
  }

  private static RgbImage vertical(RgbImage in, Window[] windows) {
    var out = RgbImage.blank(in.width(), windows.length);
    int stride = in.width() * RgbImage.BANDS;
    int at = 0;
    for (Window window : windows) {
      int from = window.first * stride;
      for (int x = 0; x < stride; x++) {
        out.pixels()[at++] = weighted(in.pixels(), from + x, stride, window.weights);
      }
    }
    return out;
  }

  private static byte weighted(byte[] pixels, int from, int stride, int[] weights) {
    int sum = 1 << (PRECISION_BITS - 1);
    int at = from;
    for (int weight : weights) {
      sum += (pixels[at] & 0xff) * weight;
      at += stride;
    }
    return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
  }

  /** Pillow's filters, by the number that a {@code preprocessor_config.json} has for them. */
  enum Resampling {
    LANCZOS(1, 3, x -> -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0),
    BILINEAR(2, 1, x -> Math.max(0, 1.0 - Math.abs(x))),
    BICUBIC(3, 2, x -> cubic(Math.abs(x)));

    final int number;
    final double support;
    private final DoubleUnaryOperator weight;

    Resampling(int number, double support, DoubleUnaryOperator weight) {
      this.number = number;
      this.support = support;
      this.weight = weight;
    }

    double at(double x) {
      return weight.applyAsDouble(x);
    }

    private static double sinc(double x) {
      return x == 0.0 ? 1.0 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    private static double cubic(double x) {
      double a = -0.5;
      if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
      }
      return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
    }
  }
}
