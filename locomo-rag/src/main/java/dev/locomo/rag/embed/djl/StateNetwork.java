package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A transformer encoder: token ids in, the last layer's state of each token out. */
interface StateNetwork extends AutoCloseable {
  /** Owns the weights; closed together with this. */
  NDManager manager();

  /** What it computes in. */
  DataType precision();

  /** Width of a state. */
  int hidden();

  /**
   * The last layer's states.
   *
   * @param batch owns what is made
   * @param padded the texts
   * @return {@code [batch, length, hidden]}; those of padding are of no use
   */
  NDArray states(NDManager batch, Padded padded);

  @Override
  default void close() {
    manager().close();
  }

  /**
   * Texts of different lengths side by side.
   *
   * @param tokens {@code [batch, length]}, 0 where a text has ended
   * @param segments the same shape, 1 in the second text of a pair
   * @param attended the same shape, 1 for a token and 0 for padding
   */
  record Padded(NDArray tokens, NDArray segments, NDArray attended) {}

  /**
   * Pads texts to the longest.
   *
   * @param texts each at least one token long
   */
  default Padded padded(NDManager batch, List<Tokens> texts) {
    int longest = texts.stream().mapToInt(Tokens::length).max().orElseThrow();
    long[] tokens = new long[texts.size() * longest];
    long[] segments = new long[tokens.length];
    float[] mask = new float[tokens.length];
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      System.arraycopy(text.ids(), 0, tokens, i * longest, text.length());
      System.arraycopy(text.segments(), 0, segments, i * longest, text.length());
      Arrays.fill(mask, i * longest, i * longest + text.length(), 1);
    }
    var shape = new Shape(texts.size(), longest);
    return new Padded(
        batch.create(tokens, shape),
        batch.create(segments, shape),
        batch.create(mask, shape).toType(precision(), false));
  }

  /**
   * The last layer's states off the device.
   *
   * @param ids each text's at least one and at most as many as the network can place
   * @return for each text the states of its tokens, one after the other, without padding
   */
  default List<float[]> states(List<long[]> ids) {
    try (var batch = manager().newSubManager()) {
      NDArray states = states(batch, padded(batch, ids.stream().map(Tokens::of).toList()));
      float[] all = states.toType(DataType.FLOAT32, false).toFloatArray();
      int stride = all.length / ids.size();
      var byText = new ArrayList<float[]>();
      for (int i = 0; i < ids.size(); i++) {
        int from = i * stride;
        byText.add(Arrays.copyOfRange(all, from, from + ids.get(i).length * hidden()));
      }
      return byText;
    }
  }
}
