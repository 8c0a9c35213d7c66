package dev.locomo.rag.embed;

import java.util.List;

/**
 * Turns texts into vectors whose dot product says how well they go together.
 *
 * <p><b>How to add one</b>: implement this, give it an {@link #id()} that changes whenever its
 * vectors would, add it to {@code Encoders}, and subclass the contract test.
 */
public interface Embedder extends AutoCloseable {
  /** What a text is: some encoders have a network, or a prefix, for each. */
  enum Role {
    QUERY,
    PASSAGE
  }

  /**
   * Everything that determines the vectors: name, revision or hash of the weights, pooling,
   * normalisation, longest input. Equal ids promise equal vectors, so caches are named by it.
   */
  String id();

  /** Length of every vector, at least 1. */
  int dimension();

  /**
   * One vector a text, in the order given; an empty list gives none. The vector of a text depends
   * on the text and the role, not on what else is in the list.
   *
   * @return {@code texts.size()} arrays of {@link #dimension()} finite numbers
   */
  float[][] embed(List<String> texts, Role role);

  @Override
  void close();
}
