package dev.locomo.rag.image;

/** Pillow's filters, by the number that a {@code preprocessor_config.json} has for them. */
enum Resampling {
  LANCZOS(1, 3) {
    @Override
    double at(double x) {
      return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
    }

    private double sinc(double x) {
      return x == 0.0 ? 1.0 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
  },
  BILINEAR(2, 1) {
    @Override
    double at(double x) {
      return Math.max(0, 1.0 - Math.abs(x));
    }
  },
  BICUBIC(3, 2) {
    @Override
    double at(double signed) {
      double x = Math.abs(signed);
      double a = -0.5;
      if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
      }
      return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
    }
  };

  final int number;
  final double support;

  Resampling(int number, double support) {
    this.number = number;
    this.support = support;
  }

  abstract double at(double x);
}
