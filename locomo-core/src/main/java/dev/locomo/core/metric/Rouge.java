package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.metric.text.PlainWords;
import java.util.List;

/**
 * ROUGE F1 between a prediction and the gold answer, as Google's {@code rouge-score} computes it
 * without its stemmer.
 *
 * <p>Words are {@link PlainWords}. ROUGE-N compares the bags of runs of N words; ROUGE-L takes the
 * longest common subsequence. <b>Value</b> in [0, 1], higher is better. <b>No words, or for ROUGE-2
 * a single word, on either side</b>: 0. <b>Unanswerable question</b>: no value. <b>Source</b> C.-Y.
 * Lin, ROUGE, ACL 2004 workshop Text Summarization Branches Out, sections 2 and 3. What the
 * original calls ROUGE-L is {@link StemmedRouge1}.
 */
public enum Rouge implements Metric {
  /** Words. */
  ROUGE_1("rouge-1", "F1 of common words") {
    @Override
    Overlap overlap(List<String> predicted, List<String> gold) {
      return Overlap.of(predicted, gold);
    }
  },
  /** Pairs of neighbouring words. */
  ROUGE_2("rouge-2", "F1 of common word pairs") {
    @Override
    Overlap overlap(List<String> predicted, List<String> gold) {
      return Overlap.of(NGrams.of(predicted, 2), NGrams.of(gold, 2));
    }
  },
  /** Longest common subsequence. */
  ROUGE_L("rouge-l", "F1 of the longest common subsequence of words") {
    @Override
    Overlap overlap(List<String> predicted, List<String> gold) {
      return new Overlap(longestCommon(predicted, gold), predicted.size(), gold.size());
    }
  };

  private final String id;
  private final String summary;

  Rouge(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  abstract Overlap overlap(List<String> predicted, List<String> gold);

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Score score(Answered answered) {
    if (answered.question().gold() instanceof Gold.Unanswerable) {
      return new Score.Unscored(
          Score.Reason.NOT_APPLICABLE, "the question has no answer to compare with");
    }
    var gold = PlainWords.of(GoldText.of(answered.question()));
    return overlap(PlainWords.of(answered.prediction()), gold).scoredF1("units");
  }

  /** Length of the longest common subsequence, one row of the table at a time. */
  private static int longestCommon(List<String> a, List<String> b) {
    int[] row = new int[b.size() + 1];
    for (String word : a) {
      int diagonal = 0;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.size()];
  }
}
