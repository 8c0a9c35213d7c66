package dev.locomo.rag.retrieve;

import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.RankedByScore.Scorer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Words and vectors fused: {@code hybrid}, the default; version 3, or 2 (version 1 is {@link
 * HybridMethod}). The score of a passage is one linear sum of {@link Feature}s. Those without a
 * scale of their own, BM25 and dot products, are standardised over the corpus to mean 0 and
 * deviation 1; the others are shares and yes or no.
 *
 * <p>The weights are those of a listwise softmax fitted to conversations conv-26, -30, -41, -42 and
 * -43 of the published data alone, rounded; {@code docs/retrieval.md} shows both halves.
 *
 * @param vectors the other half, besides words; closed together with this
 * @param version 3, or 2, which has all that a turn has in common with the question
 */
public record FusionMethod(VectorMethod vectors, int version) implements RetrievalMethod {
  /** The one that is meant where none is said. */
  public static final int VERSION = 3;

  /** Of the version that is meant where none is said. */
  public FusionMethod(VectorMethod vectors) {
    this(vectors, VERSION);
  }

  /** A method whose scores are dot products: an encoder's, or those of supplied vectors. */
  sealed interface VectorMethod extends RetrievalMethod permits DenseMethod, SuppliedVectors {
    /** The index of a large corpus, closed together with this; empty when it is in memory. */
    Optional<PassageIndex> index(Corpus corpus);

    /** Looks at every passage: of an index where there is one, else in memory. */
    Dots scorer(Corpus corpus, Optional<PassageIndex> index);
  }

  /**
   * Scores that are dot products.
   *
   * @param vectors one a query
   * @param dot of a vector with that of every passage
   * @param mean of the vectors of all passages
   */
  record Dots(
      Function<List<Query>, Stream<float[]>> vectors,
      Function<float[], double[]> dot,
      Supplier<float[]> mean)
      implements Scorer {
    @Override
    public List<double[]> scores(List<Query> queries) {
      return vectors.apply(queries).parallel().map(dot).toList();
    }

    /** What each passage has in common with all of them. */
    double[] toMean() {
      return dot.apply(mean.get());
    }
  }

  /** What speaks for a passage; weights are for turns, observations and summaries. */
  enum Feature {
    /** The share of the question's words, weighted by idf; of a summary its best sentence's. */
    SHARE(2.2, 3, 3.3),
    /** BM25 of the passage with two on each side of the session as one document. */
    NEAR(0.5, 0.4, 0.5),
    /** BM25 of its session as one document. */
    SESSION(0.35, 0.35, 0),
    /** The dot product of its vector with the question's. */
    VECTOR(0.2, 1.1, 0.6),
    /**
     * The same less its dot product with the mean of all passages: what it has in common with the
     * question, and not with everything that was said. Of version 3, in place of {@link #VECTOR}.
     */
    BEYOND(0.4, 0, 0),
    /** The mean of that and of the passage before it: a turn is read with what it answers. */
    PAIR(0.6, 0, 0),
    /** The mean of the three highest dot products in its session: what it is about. */
    TOPIC(0.2, 0.1, 0),
    /** How well its date fits a date that the question names, in [0, 1]. */
    DATE(5, 2.7, 4.4),
    /** The question names exactly one speaker, and it is theirs. */
    SPEAKER(0.9, 1.5, 0),
    /** The same, and its text has the name: words and vectors have counted that already. */
    NAMED(0, -2.6, 0),
    /** It ends in a question, more than its speaker is used to: those are not the answers. */
    ASKS(-0.8, 0, 0),
    /** The passage before it does, more than its speaker is used to: this is the answer. */
    REPLIES(0.9, 0, 0),
    /** It says a time, and the question is about one. */
    WHEN(1.6, 0, 0),
    /** It says a time. */
    TIME(0.3, 0, 0),
    /** It has a digit. */
    DIGIT(0.6, 0, 0),
    /** The logarithm of its length in words, beside its speaker's: a longer one tells more. */
    LENGTH(0.3, 0.1, 0);

    private final double turns;
    private final double observations;
    private final double summaries;

    Feature(double turns, double observations, double summaries) {
      this.turns = turns;
      this.observations = observations;
      this.summaries = summaries;
    }

    double weight(Database database, int version) {
      boolean other = this == VECTOR ? version > 2 : this == BEYOND && version == 2;
      return switch (other && database == Database.DIALOG ? null : database) {
        case null -> 0;
        case DIALOG -> turns;
        case OBSERVATION -> observations;
        case SUMMARY -> summaries;
      };
    }
  }

  @Override
  public String id() {
    return "hybrid@%d(%s)".formatted(version, vectors.id());
  }

  @Override
  public Retriever over(Corpus corpus) {
    var features = features(corpus);
    return new RankedByScore(
        corpus, queries -> features.of(queries).map(f -> sum(corpus, f)).toList());
  }

  private double[] sum(Corpus corpus, Map<Feature, double[]> features) {
    double[] sum = new double[corpus.passages().size()];
    features.forEach((feature, values) -> {
      double weight = feature.weight(corpus.database(), version);
      for (int i = 0; i < sum.length && weight != 0; i++) {
        sum[i] += weight * values[i];
      }
    });
    return sum;
  }

  /** Everything that speaks for the passages of a corpus, before it is weighed. */
  FusionFeatures features(Corpus corpus) {
    return new FusionFeatures(corpus, vectors, version > 2);
  }

  @Override
  public void close() {
    vectors.close();
  }
}
