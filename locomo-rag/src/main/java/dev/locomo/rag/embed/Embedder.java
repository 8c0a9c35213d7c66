package dev.locomo.rag.embed;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into vectors whose dot product says how well they go together.
 *
 * <p><b>How to add one</b>: implement this, give it an {@link #id()} that changes whenever its
 * vectors would, add it to {@code RetrievalMethods}, and subclass the contract test.
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

  /**
   * An encoder that is loaded when the first text comes: where every vector is stored already, its
   * network is never read.
   */
  static final class Deferred implements Embedder {
    private final String id;
    private final int dimension;
    private final Supplier<? extends Embedder> load;
    private @Nullable Embedder loaded;

    /**
     * @param id what the encoder will say, as is {@code dimension}
     * @param load called once at most
     */
    public Deferred(String id, int dimension, Supplier<? extends Embedder> load) {
      this.id = id;
      this.dimension = dimension;
      this.load = load;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public float[][] embed(List<String> texts, Role role) {
      return texts.isEmpty() ? new float[0][] : loaded().embed(texts, role);
    }

    private synchronized Embedder loaded() {
      var encoder = loaded;
      if (encoder == null) {
        encoder = load.get();
        loaded = encoder;
        if (!encoder.id().equals(id) || encoder.dimension() != dimension) {
          throw new IllegalStateException(encoder.id() + " was announced as " + id);
        }
      }
      return encoder;
    }

    @Override
    public synchronized void close() {
      if (loaded != null) {
        loaded.close();
      }
    }
  }
}
