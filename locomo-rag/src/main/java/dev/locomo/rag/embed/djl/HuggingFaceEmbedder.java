package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.types.DataType;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.tensor.Compute;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A BERT-family checkpoint as an embedder: one network for queries and passages, or one for each.
 * On a CPU it computes in single, on a GPU in half precision.
 *
 * <p>Texts are padded to the longest of their batch; that moves a vector by rounding only (the
 * seventh digit).
 */
public record HuggingFaceEmbedder(
    String id, EncoderSettings settings, TextEncoder queries, TextEncoder passages)
    implements Embedder {
  /**
   * Loads the networks of two folders, which may be the same.
   *
   * @param name for the id, for example {@code contriever}
   * @throws DataError when a folder cannot be used or their vectors differ in length
   */
  static HuggingFaceEmbedder load(
      String name, Path queryFolder, Path passageFolder, EncoderSettings settings) {
    var queries = TextEncoder.load(queryFolder, settings.longest(), settings.pooling());
    try {
      var passages =
          passageFolder.equals(queryFolder)
              ? queries
              : TextEncoder.load(passageFolder, settings.longest(), settings.pooling());
      if (queries.dimension() != passages.dimension()) {
        int found = passages.dimension();
        passages.close();
        throw new DataError(
            passageFolder.toString(),
            "config.json",
            "gives vectors of " + found + " numbers; its pair gives " + queries.dimension());
      }
      String id = id(name, settings, queries.precision(), List.of(queryFolder, passageFolder));
      return new HuggingFaceEmbedder(id, settings, queries, passages);
    } catch (RuntimeException e) {
      queries.close();
      throw e;
    }
  }

  /** The networks of two folders, which may be the same, loaded when the first text comes. */
  public static Embedder deferred(
      String name, Path queryFolder, Path passageFolder, EncoderSettings settings) {
    int dimension = TextEncoder.config(passageFolder).sizes().hidden();
    TextEncoder.config(queryFolder);
    return new Deferred(
        id(name, settings, Compute.precision(), List.of(queryFolder, passageFolder)),
        dimension,
        () -> load(name, queryFolder, passageFolder, settings));
  }

  /** The hashes of the files, the settings and the precision, once where both are the same. */
  private static String id(
      String name, EncoderSettings settings, DataType precision, List<Path> folders) {
    return folders.stream()
        .distinct()
        .map(folder -> TextEncoder.hash(folder) + "," + settings + "," + Compute.name(precision))
        .distinct()
        .collect(Collectors.joining("|", name + "(", ")"));
  }

  @Override
  public int dimension() {
    return passages.dimension();
  }

  @Override
  public float[][] embed(List<String> texts, Role role) {
    var encoder = role == Role.QUERY ? queries : passages;
    String prefix = role == Role.QUERY ? settings.queryPrefix() : settings.passagePrefix();
    return encoder.texts(texts.stream().map(prefix::concat).toList()).stream()
        .map(vector -> finished(vector, encoder))
        .toArray(float[][]::new);
  }

  private float[] finished(float[] vector, TextEncoder encoder) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    if (!Double.isFinite(squares)) {
      throw encoder.damaged("vectors");
    }
    if (settings.unit() && squares > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / Math.sqrt(squares));
      }
    }
    return vector;
  }

  @Override
  public void close() {
    queries.close();
    if (passages != queries) {
      passages.close();
    }
  }
}
