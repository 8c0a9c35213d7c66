package dev.locomo.rag.image;

import java.util.function.DoubleUnaryOperator;

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
