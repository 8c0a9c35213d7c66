package dev.locomo.rag.index;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Okapi BM25 over documents in memory or on disk, with exact lengths and double precision (Lucene
 * rounds lengths to one byte, which moves ranks among short turns).
 *
 * <p><b>Source</b> Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
 * (2009), section 3; idf with the {@code 1 +} inside the logarithm, so that it is never negative.
 */
public final class Bm25 {
  /** What determines the scores of {@link #of(List)}. */
  public static final String ID =
      "bm25(k1=" + Variant.PASSAGES.k1 + ",b=" + Variant.PASSAGES.b + ",words=1)";

  private final Variant variant;
  private final WordCounts counts;
  private final int[] lengths;
  private final double meanLength;

  /** The constants, and the order of the operations, on which the last digits depend. */
  public enum Variant {
    /** Anserini's baselines for short passages. */
    PASSAGES(0.9, 0.4, 1e-9),
    /** Passages together with those round them: lengths differ more and tell more. */
    LONGER(0.9, 0.6, 1e-9),
    /** Low saturation and length normalisation: turns are short and say things once. */
    TURNS(0.5, 0.35, 1) {
      @Override
      double idf(int size, int found) {
        return Math.log(1 + (size - found + 0.5) / (found + 0.5));
      }

      @Override
      double share(int count, double norm, double idf) {
        return idf * count * (super.k1 + 1) / (count + norm);
      }
    };

    private final double k1;
    private final double b;
    private final double shortest;

    /**
     * @param shortest least mean length of a document, in terms
     */
    Variant(double k1, double b, double shortest) {
      this.k1 = k1;
      this.b = b;
      this.shortest = shortest;
    }

    /** What a term is worth that {@code found} of {@code size} documents have; above 0. */
    double idf(int size, int found) {
      return StrictMath.log(1 + (size - found + 0.5) / (found + 0.5));
    }

    double share(int count, double norm, double idf) {
      return count * (k1 + 1) / (count + norm) * idf;
    }

    /** The share of a term in the score of a document of {@code length} terms. */
    double share(int count, int length, double meanLength, double idf) {
      return share(count, k1 * (1 - b + b * length / Math.max(meanLength, shortest)), idf);
    }
  }

  /** Over documents whose terms are counted. */
  public Bm25(WordCounts counts, Variant variant) {
    this.counts = counts;
    this.variant = variant;
    lengths = counts.lengths();
    meanLength = Arrays.stream(lengths).average().orElse(0);
  }

  /** Indexes the {@link Words} of the texts; an empty list gives empty scores. */
  public static Bm25 of(List<String> texts) {
    return new Bm25(WordCounts.of(texts), Variant.PASSAGES);
  }

  /** What a term tells: above 0, the rarer the more, most for one that no document has. */
  public double idf(String term) {
    return variant.idf(lengths.length, counts.documents(term));
  }

  /**
   * The score of every text, at least 0, higher is better; all 0 when the query shares no term. A
   * term counts as often as the query has it.
   */
  public double[] scores(String query) {
    return scores(Words.ANALYZER.of(query));
  }

  /** As {@link #scores(String)}, of terms. */
  public double[] scores(Collection<String> terms) {
    double[] scores = new double[lengths.length];
    for (String term : terms) {
      double idf = idf(term);
      counts.each(
          term,
          (position, count) ->
              scores[position] += variant.share(count, lengths[position], meanLength, idf));
    }
    return scores;
  }
}
