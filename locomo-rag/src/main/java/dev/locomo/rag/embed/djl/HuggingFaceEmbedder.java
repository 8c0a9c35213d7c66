package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.embed.DeferredEmbedder;
import dev.locomo.rag.embed.Embedder;
import java.nio.file.Path;
import java.util.List;

/**
 * A BERT-family checkpoint as an embedder: one network for queries and passages, or one for each.
 * On a CPU it computes in single, on a GPU in half precision.
 *
 * <p>Texts are padded to the longest of their batch; that moves a vector by rounding only (the
 * seventh digit).
 */
public final class HuggingFaceEmbedder implements Embedder {
  private final String name;
  private final EncoderSettings settings;
  private final TextEncoder queries;
  private final TextEncoder passages;

  private HuggingFaceEmbedder(
      String name, EncoderSettings settings, TextEncoder queries, TextEncoder passages) {
    this.name = name;
    this.settings = settings;
    this.queries = queries;
    this.passages = passages;
  }

  /**
   * One network for both, set up by its sentence-transformers files.
   *
   * @param name for the id, for example {@code contriever}
   * @throws DataError when the folder cannot be used
   */
  public static HuggingFaceEmbedder load(String name, Path folder) {
    return load(name, folder, EncoderSettings.read(folder));
  }

  /** One network for both, set up as its authors say. */
  public static HuggingFaceEmbedder load(String name, Path folder, EncoderSettings settings) {
    var both = TextEncoder.load(folder, settings);
    return new HuggingFaceEmbedder(name, settings, both, both);
  }

  /**
   * A network for queries and one for passages.
   *
   * @throws DataError when a folder cannot be used or their vectors differ in length
   */
  public static HuggingFaceEmbedder load(
      String name, Path queryFolder, Path passageFolder, EncoderSettings settings) {
    var queries = TextEncoder.load(queryFolder, settings);
    try {
      var passages = TextEncoder.load(passageFolder, settings);
      if (queries.dimension() != passages.dimension()) {
        int found = passages.dimension();
        passages.close();
        throw new DataError(
            passageFolder.toString(),
            "config.json",
            "gives vectors of " + found + " numbers; its pair gives " + queries.dimension());
      }
      return new HuggingFaceEmbedder(name, settings, queries, passages);
    } catch (RuntimeException e) {
      queries.close();
      throw e;
    }
  }

  /** One network for both, loaded when the first text comes. */
  public static Embedder deferred(String name, Path folder) {
    return deferred(name, folder, EncoderSettings.read(folder));
  }

  /** One network for both, set up as its authors say, loaded when the first text comes. */
  public static Embedder deferred(String name, Path folder, EncoderSettings settings) {
    var checkpoint = BertCheckpoint.of(folder);
    String both = TextEncoder.id(checkpoint, settings);
    return new DeferredEmbedder(
        id(name, both, both), checkpoint.config().hidden(), () -> load(name, folder, settings));
  }

  /** A network for queries and one for passages, loaded when the first text comes. */
  public static Embedder deferred(
      String name, Path queryFolder, Path passageFolder, EncoderSettings settings) {
    var passages = BertCheckpoint.of(passageFolder);
    String queries = TextEncoder.id(BertCheckpoint.of(queryFolder), settings);
    return new DeferredEmbedder(
        id(name, queries, TextEncoder.id(passages, settings)),
        passages.config().hidden(),
        () -> load(name, queryFolder, passageFolder, settings));
  }

  private static String id(String name, String queries, String passages) {
    return name + "(" + (queries.equals(passages) ? queries : queries + "|" + passages) + ")";
  }

  @Override
  public String id() {
    return id(name, queries.id(), passages.id());
  }

  @Override
  public int dimension() {
    return passages.dimension();
  }

  @Override
  public float[][] embed(List<String> texts, Role role) {
    var encoder = role == Role.QUERY ? queries : passages;
    String prefix = role == Role.QUERY ? settings.queryPrefix() : settings.passagePrefix();
    return encoder.encode(texts.stream().map(prefix::concat).toList());
  }

  @Override
  public void close() {
    queries.close();
    if (passages != queries) {
      passages.close();
    }
  }
}
