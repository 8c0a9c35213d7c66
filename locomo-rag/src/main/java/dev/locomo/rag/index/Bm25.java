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
public final class Bm25 implements TextScores {
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
      int length = documents.get(position).size();
      int at = position;
      counts(documents.get(position))
          .forEach((term, n) ->
              counted
                  .computeIfAbsent(term, t -> new ArrayList<>())
                  .add(new Posting(at, weight(n, length, average))));
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
    double idf = idf(size, found.size());
    return found.stream().map(p -> new Posting(p.position(), p.weight() * idf)).toList();
  }

  /** What a term is worth that {@code found} of {@code size} texts have. */
  static double idf(int size, int found) {
    return StrictMath.log(1 + (size - found + 0.5) / (found + 0.5));
  }

  /** The share of a term that a text of {@code length} terms has {@code count} times. */
  static double weight(int count, int length, double average) {
    double norm = K1 * (1 - B + B * length / Math.max(average, 1e-9));
    return count * (K1 + 1) / (count + norm);
  }

  @Override
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
