package dev.locomo.rag.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Okapi BM25 over documents held in memory, with exact lengths and double precision (Lucene rounds
 * lengths to one byte, which moves ranks among short turns).
 *
 * <p><b>Source</b> Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
 * (2009), section 3; idf with the {@code 1 +} inside the logarithm, so that it is never negative.
 */
public final class Bm25 {
  /** What determines the scores of {@link #of(List)}. */
  public static final String ID =
      "bm25(k1=" + Variant.PASSAGES.k1 + ",b=" + Variant.PASSAGES.b + ",words=1)";

  private final Variant variant;
  private final int size;
  private final Map<String, List<Posting>> postings;

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

  /** A term's share in the score of one document. */
  private record Posting(int position, double share) {}

  private record Counted(int position, int count, int length) {}

  private Bm25(Variant variant, int size, Map<String, List<Posting>> postings) {
    this.variant = variant;
    this.size = size;
    this.postings = postings;
  }

  /** Indexes the {@link Words} of the texts; an empty list gives empty scores. */
  public static Bm25 of(List<String> texts) {
    return of(texts.stream().map(Words.ANALYZER::of).toList(), Variant.PASSAGES);
  }

  /** Indexes documents that are taken apart into terms, repeats kept. */
  public static Bm25 of(List<List<String>> documents, Variant variant) {
    double meanLength = documents.stream().mapToInt(List::size).average().orElse(0);
    var counted = new HashMap<String, List<Counted>>();
    for (int position = 0; position < documents.size(); position++) {
      int at = position;
      int length = documents.get(position).size();
      var counts = new HashMap<String, Integer>();
      documents.get(position).forEach(term -> counts.merge(term, 1, Integer::sum));
      counts.forEach((term, n) ->
          counted.computeIfAbsent(term, t -> new ArrayList<>()).add(new Counted(at, n, length)));
    }
    var postings = new HashMap<String, List<Posting>>();
    counted.forEach((term, found) -> {
      double idf = variant.idf(documents.size(), found.size());
      postings.put(
          term,
          found.stream()
              .map(c -> new Posting(c.position, variant.share(c.count, c.length, meanLength, idf)))
              .toList());
    });
    return new Bm25(variant, documents.size(), postings);
  }

  /** What a term tells: above 0, the rarer the more, most for one that no document has. */
  public double idf(String term) {
    return variant.idf(size, postings.getOrDefault(term, List.of()).size());
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
    double[] scores = new double[size];
    for (String term : terms) {
      for (Posting posting : postings.getOrDefault(term, List.of())) {
        scores[posting.position] += posting.share;
      }
    }
    return scores;
  }
}
