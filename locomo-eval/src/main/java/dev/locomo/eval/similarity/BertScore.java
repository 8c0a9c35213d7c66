package dev.locomo.eval.similarity;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.python.PythonText;
import dev.locomo.rag.embed.TokenEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * BERTScore: every token of either text is matched with the most similar token of the other, by the
 * cosine of their states in a network; precision is the mean over the candidate's tokens, recall
 * that over the reference's.
 *
 * <p>The tokens that start and end a text have weight 0, but others may be matched with them. With
 * inverse document frequencies a token weighs {@code ln((N + 1) / (n + 1))}, N references of which
 * n have it. <b>Value</b> in [-1, 1], in practice above 0.7 where it is not rescaled; rescaled it
 * may be below 0. <b>Empty side</b>: 0, then rescaled. <b>All tokens of a text without weight</b>,
 * as where there is a single reference: its mean and F1 are not a number.
 *
 * <p><b>Source</b> Zhang et al., BERTScore, ICLR 2020, section 3; the package {@code bert-score}
 * 0.3.13. That pads texts with zeros which then count as similarities, so that where all
 * similarities are negative its value depends on the batch; here padding never counts.
 */
public final class BertScore {
  /** Tokens whose states are made at once; bounds the memory. */
  private static final int CHUNK = 1 << 15;

  /** Tokens of a text without any of its own. */
  private static final int ENDS = 2;

  private static final Value EMPTY = new Value(0, 0, 0);

  private final TokenEncoder encoder;
  private final boolean idf;
  private volatile String weighedBy = "";
  private final @Nullable Baseline baseline;

  /**
   * @param encoder of the layer that the states are taken from
   * @param idf whether tokens are weighed by how rare they are in the references
   * @param baseline what the values are rescaled by; null for no rescaling
   */
  public BertScore(TokenEncoder encoder, boolean idf, @Nullable Baseline baseline) {
    this.encoder = encoder;
    this.idf = idf;
    this.baseline = baseline;
  }

  /**
   * Two texts.
   *
   * @param candidate what is scored; may be empty
   * @param reference what it should be; may be empty
   */
  public record Pair(String candidate, String reference) {}

  /**
   * How similar two texts are.
   *
   * @param precision of the candidate's tokens
   * @param recall of the reference's tokens
   * @param f1 harmonic mean of the two; never NaN
   */
  public record Value(double precision, double recall, double f1) {}

  /**
   * What makes values comparable, in one line like the package's: model, layer, weights, version,
   * rescaling. The encoder's id says more. Weights by rarity are those of some texts: how many, and
   * the start of the SHA-256 of all in the order of their characters, once pairs have been scored.
   *
   * @param model its name
   * @param version of this program
   */
  public String signature(String model, String version) {
    return String.format(
        Locale.ROOT,
        "%s_L%d%s_version=%s(locomo)%s",
        model,
        encoder.layer(),
        idf ? "_idf" + weighedBy : "_no-idf",
        version,
        baseline == null ? "" : "-custom-rescaled");
  }

  /**
   * Scores pairs. Each distinct text goes through the network once, texts of like length together.
   *
   * @return one value a pair, in order; of no pairs none
   */
  public List<Value> score(List<Pair> pairs) {
    var clean =
        pairs.stream()
            .map(p -> new Pair(PythonText.strip(p.candidate()), PythonText.strip(p.reference())))
            .toList();
    var texts = new TextStates(encoder, clean);
    var weights = weights(texts, clean);
    var values = new Value[clean.size()];
    for (List<Integer> chunk : chunks(texts, clean)) {
      var some = chunk.stream().map(clean::get).toList();
      texts.load(some);
      chunk.parallelStream().forEach(i -> values[i] = value(texts, weights, clean.get(i)));
      texts.release(some);
    }
    return List.of(values);
  }

  private TokenWeights weights(TextStates texts, List<Pair> pairs) {
    if (idf) {
      var references = pairs.stream().map(Pair::reference).sorted().toList();
      String sha256 = Sha256.of(String.join("\0", references));
      weighedBy = "(" + references.size() + " texts " + sha256.substring(0, 8) + ")";
      return TokenWeights.rarity(pairs.stream().map(p -> texts.tokens(p.reference())).toList());
    }
    long[] ends = encoder.tokens("");
    return TokenWeights.allBut(ends[0], ends[ends.length - 1]);
  }

  /**
   * Numbers of the pairs, the longest first, cut so that a chunk has a bounded number of tokens.
   */
  private static List<List<Integer>> chunks(TextStates texts, List<Pair> pairs) {
    int[] lengths = pairs.stream().mapToInt(texts::length).toArray();
    var longestFirst =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(i -> lengths[i]).reversed())
            .toList();
    var chunks = new ArrayList<List<Integer>>();
    int room = 0;
    for (int i : longestFirst) {
      if (chunks.isEmpty() || lengths[i] > room) {
        chunks.add(new ArrayList<>());
        room = CHUNK;
      }
      chunks.getLast().add(i);
      room -= lengths[i];
    }
    return chunks;
  }

  private Value value(TextStates texts, TokenWeights weights, Pair pair) {
    long[] candidate = texts.tokens(pair.candidate());
    long[] reference = texts.tokens(pair.reference());
    Value raw = EMPTY;
    if (candidate.length > ENDS && reference.length > ENDS) {
      var best =
          GreedyMatch.of(
              texts.states(pair.candidate()), texts.states(pair.reference()), encoder.dimension());
      double precision = weights.mean(candidate, best.candidate());
      double recall = weights.mean(reference, best.reference());
      double f1 = 2 * precision * recall / (precision + recall);
      raw = new Value(precision, recall, precision + recall == 0 ? 0 : f1);
    }
    return baseline == null ? raw : baseline.rescaled(raw);
  }
}
