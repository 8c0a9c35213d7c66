package dev.locomo.rag.embed;

import java.util.List;

/**
 * Gives one vector a token instead of one a text: the states of a network's layer, in which each
 * token knows its neighbours.
 */
public interface TokenEncoder extends AutoCloseable {
  /** Everything that determines the states: hash of the weights, layer, precision. */
  String id();

  /** How many layers the states went through; 0 for the embeddings. */
  int layer();

  /** Length of a state, at least 1. */
  int dimension();

  /**
   * Ids of the tokens of a text, the special ones before and after them included; what is too long
   * for the network is cut off.
   */
  long[] tokens(String text);

  /**
   * States of many texts.
   *
   * @param tokens as {@link #tokens} gives them
   * @return for each text, in order, its states one after the other: as many numbers as its tokens
   *     times {@link #dimension()}
   */
  List<float[]> states(List<long[]> tokens);

  @Override
  void close();
}
