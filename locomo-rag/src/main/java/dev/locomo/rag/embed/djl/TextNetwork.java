package dev.locomo.rag.embed.djl;

import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import java.util.List;

/** A network that gives each text one vector, in whatever batches suit it. */
interface TextNetwork extends AutoCloseable {
  /** Part of an encoder's id: {@code fp32}, {@code fp16}, {@code onnx}. */
  String arithmetic();

  /** How many kinds of segments it tells apart; below 2 it knows none. */
  int segments();

  /**
   * Looks whether it has what this needs.
   *
   * @throws dev.locomo.core.error.DataError when it has not
   */
  void check(Pooling pooling);

  /**
   * One vector a text, in the order given, not normalised.
   *
   * @param texts none longer than the network can place
   * @throws dev.locomo.core.error.DataError when it cannot do with them what is asked
   */
  List<double[]> vectors(List<Tokens> texts, Pooling pooling);

  @Override
  void close();
}
