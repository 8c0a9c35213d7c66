package dev.locomo.rag.embed;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that is loaded when the first text comes: where every vector is stored already, its
 * network is never read.
 */
public final class DeferredEmbedder implements Embedder {
  private final String id;
  private final int dimension;
  private final Supplier<? extends Embedder> load;
  private @Nullable Embedder loaded;

  /**
   * @param id what the encoder will say, as is {@code dimension}
   * @param load called once at most
   */
  public DeferredEmbedder(String id, int dimension, Supplier<? extends Embedder> load) {
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
