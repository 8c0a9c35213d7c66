package dev.locomo.rag.embed.djl;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A text, or a pair of texts, as a network reads it.
 *
 * @param ids token ids, special tokens included; at least one
 * @param segments of each token 0, or 1 in the second text of a pair; as many as {@code ids}
 */
record Tokens(long[] ids, long[] segments) {
  /** A single text. */
  static Tokens of(long[] ids) {
    return new Tokens(ids, new long[ids.length]);
  }

  /** A pair; in a network with one row of segment embeddings alone (RoBERTa) all are 0. */
  static Tokens of(Encoding pair, int types) {
    return types > 1 ? new Tokens(pair.getIds(), pair.getTypeIds()) : of(pair.getIds());
  }

  int length() {
    return ids.length;
  }

  /**
   * Texts of different lengths side by side, {@code [batch, length]}: 0 where a text has ended,
   * which {@code attended} tells from the tokens, where it is 1.
   */
  record Padded(NDArray tokens, NDArray segments, NDArray attended) {}

  /** Pads texts, at least one, to the longest. */
  static Padded padded(List<Tokens> texts, NDManager batch, DataType precision) {
    int longest = texts.stream().mapToInt(Tokens::length).max().orElseThrow();
    long[] tokens = new long[texts.size() * longest];
    long[] segments = new long[tokens.length];
    float[] mask = new float[tokens.length];
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      System.arraycopy(text.ids, 0, tokens, i * longest, text.length());
      System.arraycopy(text.segments, 0, segments, i * longest, text.length());
      Arrays.fill(mask, i * longest, i * longest + text.length(), 1);
    }
    var shape = new Shape(texts.size(), longest);
    return new Padded(
        batch.create(tokens, shape),
        batch.create(segments, shape),
        batch.create(mask, shape).toType(precision, false));
  }
}
