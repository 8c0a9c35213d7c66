package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Rouge.LongestCommon;
import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * ROUGE F1 between two texts, as the PyPI package {@code rouge} computes it: what the LoCoMo paper
 * names for its event summaries.
 *
 * <p>Words are what is between blanks, full stops left out; case and other punctuation count. Each
 * word, or pair, counts once however often it occurs. ROUGE-L cuts both texts into sentences at
 * every full stop, takes the longest common subsequence of each reference sentence with each
 * candidate sentence, and counts the distinct words in any of them. <b>Value</b> in [0, 1), because
 * the package adds 1e-8 to a denominator. <b>Nothing but full stops on either side</b>: 0, where
 * the package fails; it fails also on sentences of about 1000 words, which here get the formula's
 * value. <b>Unanswerable question</b>: no value. <b>Source</b> {@code rouge} 1.0.1.
 */
public enum PltrdyRouge implements TextMetric {
  ROUGE_1("rouge-1-pltrdy", "F1 of distinct words"),
  ROUGE_2("rouge-2-pltrdy", "F1 of distinct word pairs"),
  ROUGE_L("rouge-l-pltrdy", "F1 of the distinct words in longest common subsequences");

  private final String id;
  private final String summary;

  PltrdyRouge(String id, String summary) {
    this.id = id;
    this.summary = summary + ", as the package rouge counts";
  }

  @Override
  public Compares compares(Question question) {
    return Compares.WORDS;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public Score.Scored compare(String candidate, String reference) {
    var overlap = overlap(sentences(candidate), sentences(reference));
    return new Score.Scored(overlap.smoothedF1(), overlap.why("distinct units"));
  }

  private Overlap overlap(List<List<String>> candidate, List<List<String>> reference) {
    int n = this == ROUGE_2 ? 2 : 1;
    var predicted = new HashSet<>(Overlap.runs(flat(candidate), n));
    var gold = new HashSet<>(Overlap.runs(flat(reference), n));
    return this == ROUGE_L
        ? new Overlap(inOrder(candidate, reference).size(), predicted.size(), gold.size())
        : Overlap.of(predicted, gold);
  }

  private static Set<String> inOrder(List<List<String>> candidate, List<List<String>> reference) {
    var words = new HashSet<String>();
    for (var sentence : reference) {
      for (var other : candidate) {
        LongestCommon.positions(sentence, other, LongestCommon.Tie.DROP_SECOND).stream()
            .mapToObj(sentence::get)
            .forEach(words::add);
      }
    }
    return words;
  }

  /** A sentence of blanks only is one empty word, as in the package. */
  private static List<List<String>> sentences(String text) {
    var sentences = new ArrayList<List<String>>();
    for (String sentence : PythonText.split(text, '.')) {
      if (!sentence.isEmpty()) {
        var words = PythonText.split(sentence);
        sentences.add(words.isEmpty() ? List.of("") : words);
      }
    }
    return sentences;
  }

  private static List<String> flat(List<List<String>> sentences) {
    return sentences.stream().flatMap(List::stream).toList();
  }
}
