package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.tensor.Compute;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network as an embedder: one for queries and passages, or one for each. An ONNX file runs on the
 * CPU; a checkpoint computes in single precision on a CPU, in half precision on a GPU.
 *
 * <p>Texts are padded to the longest of their batch; that moves a vector by rounding only (the
 * seventh digit).
 *
 * @param dimension of all vectors
 * @param layers what a pooled state goes through
 */
public record HuggingFaceEmbedder(
    String id,
    int dimension,
    EncoderSettings settings,
    List<UnaryOperator<double[]>> layers,
    TextEncoder queries,
    TextEncoder passages)
    implements Embedder {
  /** The files of an encoder, or of a pair, and how its vectors are made. */
  private record Source(
      String name, EncoderFiles queries, EncoderFiles passages, EncoderSettings settings) {
    Source {
      if (queries.width() != passages.width()) {
        throw new DataError(
            passages.folder().toString(),
            "config.json",
            "gives vectors of %d numbers; its pair gives %d"
                .formatted(passages.width(), queries.width()));
      }
    }

    int dimension() {
      return settings.dimension(passages.width());
    }

    boolean isPair() {
      return !queries.folder().equals(passages.folder());
    }

    /** The hashes of the files, the settings and the arithmetic, once where both are the same. */
    String id() {
      return Stream.of(queries, passages)
          .limit(isPair() ? 2 : 1)
          .map(files -> files.hash() + "," + settings + "," + arithmetic(files))
          .distinct()
          .collect(Collectors.joining("|", name + "(", ")"));
    }

    private static String arithmetic(EncoderFiles files) {
      return files.onnx() == null ? Compute.name(Compute.precision()) : "onnx";
    }

    /** Loads it; its id is given, since all weights are read for it. */
    HuggingFaceEmbedder load(String id) {
      var layers = settings.layers().stream().map(DenseLayer::load).toList();
      var first = TextEncoder.load(queries, settings.longest(), settings.pooling());
      try {
        var second =
            isPair() ? TextEncoder.load(passages, settings.longest(), settings.pooling()) : first;
        return new HuggingFaceEmbedder(id, dimension(), settings, layers, first, second);
      } catch (RuntimeException e) {
        first.close();
        throw e;
      }
    }
  }

  /** Of tests. */
  static HuggingFaceEmbedder load(
      String name, Path queries, Path passages, EncoderSettings settings) {
    var source = source(name, queries, passages, settings);
    return source.load(source.id());
  }

  private static Source source(String name, Path queries, Path passages, EncoderSettings settings) {
    var first = EncoderFiles.of(queries);
    return new Source(
        name, first, queries.equals(passages) ? first : EncoderFiles.of(passages), settings);
  }

  /**
   * The networks of two folders, or {@code .onnx} files, which may be the same, loaded when the
   * first text comes.
   *
   * @param name for the id, for example {@code contriever}
   * @throws DataError when a folder cannot be used or their vectors differ in length
   */
  public static Embedder deferred(
      String name, Path queries, Path passages, EncoderSettings settings) {
    var source = source(name, queries, passages, settings);
    String id = source.id();
    return new Deferred(id, source.dimension(), () -> source.load(id));
  }

  @Override
  public float[][] embed(List<String> texts, Role role) {
    var encoder = role == Role.QUERY ? queries : passages;
    return encoder.texts(texts).stream()
        .map(vector -> finished(vector, encoder))
        .toArray(float[][]::new);
  }

  private float[] finished(double[] pooled, TextEncoder encoder) {
    double[] vector = pooled;
    int width = settings.layers().isEmpty() ? dimension : settings.layers().getFirst().in();
    if (vector.length != width) {
      throw encoder.wrong("gives vectors of " + vector.length + " numbers; expected " + width);
    }
    for (var layer : layers) {
      vector = layer.apply(vector);
    }
    double squares = 0;
    for (double x : vector) {
      squares += x * x;
    }
    if (!Double.isFinite(squares)) {
      throw encoder.damaged("vectors");
    }
    double by = settings.unit() && squares > 0 ? Math.sqrt(squares) : 1;
    float[] result = new float[vector.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (vector[i] / by);
    }
    return result;
  }

  @Override
  public void close() {
    Stream.of(queries, passages).distinct().forEach(TextEncoder::close);
  }
}
