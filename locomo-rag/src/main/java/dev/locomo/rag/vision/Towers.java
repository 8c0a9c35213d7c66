package dev.locomo.rag.vision;

import java.util.List;

/** A network for texts and one for images, which give vectors of one space. */
interface Towers extends AutoCloseable {
  /** Part of a model's id: {@code fp32}, {@code fp16}, {@code onnx}. */
  String precision();

  /** How a cosine of two vectors becomes the network's own number. */
  Logit logit();

  /** One vector a text, of length 1; a text has at least one token, and is not too long. */
  List<float[]> texts(List<long[]> ids);

  /** One vector an image, of length 1. */
  List<float[]> images(List<float[]> pixels);

  @Override
  void close();

  /**
   * What training has made of a cosine: {@code scale * cosine + bias}. A CLIP has no bias; of a
   * SigLIP the sigmoid of it is how probable it is that text and image belong together.
   */
  record Logit(double scale, double bias) {
    /** That of the published CLIPs, whose scale is bounded by this. */
    static final Logit CLIP = new Logit(100, 0);

    double of(double cosine) {
      return scale * cosine + bias;
    }
  }
}
