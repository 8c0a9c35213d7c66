package dev.locomo.rag.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Okapi BM25 over texts held in memory, with exact lengths and double precision (Lucene rounds
 * lengths to one byte, which moves ranks among short turns).
 *
 * <p><b>Source</b> Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
 * (2009), section 3; idf with the {@code 1 +} inside the logarithm, so that it is never negative;
 * k1 and b are the values of Anserini's baselines for short passages.
 */
public final class Bm25 {
  private static final double K1 = 0.9;
  private static final double B = 0.4;

  /** What determines its scores. */
  public static final String ID = "bm25(k1=" + K1 + ",b=" + B + ",words=1)";

  private final int size;
  private final Map<String, List<Posting>> postings;

  /** A term's share in the score of one text. */
  private record Posting(int position, double weight) {}

  private Bm25(int size, Map<String, List<Posting>> postings) {
    this.size = size;
    this.postings = postings;
  }

  /** Indexes the texts; an empty list gives empty scores. */
  public static Bm25 of(List<String> texts) {
    List<List<String>> documents = texts.stream().map(Words.ANALYZER::of).toList();
    double average = documents.stream().mapToInt(List::size).average().orElse(0);
    var counted = new HashMap<String, List<Posting>>();
    for (int position = 0; position < documents.size(); position++) {
      double norm = K1 * (1 - B + B * documents.get(position).size() / Math.max(average, 1e-9));
      int at = position;
      counts(documents.get(position))
          .forEach((term, n) ->
              counted
                  .computeIfAbsent(term, t -> new ArrayList<>())
                  .add(new Posting(at, n * (K1 + 1) / (n + norm))));
    }
    counted.replaceAll((term, found) -> weighted(found, documents.size()));
    return new Bm25(documents.size(), counted);
  }

  private static Map<String, Integer> counts(List<String> terms) {
    var counts = new HashMap<String, Integer>();
    terms.forEach(t -> counts.merge(t, 1, Integer::sum));
    return counts;
  }

  private static List<Posting> weighted(List<Posting> found, int size) {
    double idf = StrictMath.log(1 + (size - found.size() + 0.5) / (found.size() + 0.5));
    return found.stream().map(p -> new Posting(p.position(), p.weight() * idf)).toList();
  }

  /**
   * The score of every text, at least 0, higher is better; all 0 when the query shares no term. A
   * term counts as often as the query has it.
   */
  public double[] scores(String query) {
    double[] scores = new double[size];
    for (String term : Words.ANALYZER.of(query)) {
      for (Posting posting : postings.getOrDefault(term, List.of())) {
        scores[posting.position()] += posting.weight();
      }
    }
    return scores;
  }
}
