package dev.locomo.eval.compare;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One side of a comparison: everything it was asked, under one or several metrics.
 *
 * @param name as the user gave it
 * @param settings what is recorded of how the scores came about; empty for a file of scores
 * @param sheet the scores
 * @param answers the stored answers to questions by key; empty for a file of scores
 * @param judged the scores of judges that are stored with the run
 */
public record ComparedRun(
    String name,
    SortedMap<String, String> settings,
    ScoreSheet sheet,
    Map<String, String> answers,
    List<MetricScores> judged) {
  /** The setting that every run has and no file of scores: the verb. */
  static final String TASK = "task";

  public ComparedRun {
    settings = new TreeMap<>(settings);
    answers = Map.copyOf(answers);
    judged = List.copyOf(judged);
  }

  /** The same under another name. */
  ComparedRun named(String other) {
    return new ComparedRun(other, settings, sheet, answers, judged);
  }

  /** One that no judge has seen. */
  ComparedRun(
      String name,
      SortedMap<String, String> settings,
      ScoreSheet sheet,
      Map<String, String> answers) {
    this(name, settings, sheet, answers, List.of());
  }

  /** Whether it is a run, whose settings are recorded. */
  public boolean isRun() {
    return settings.containsKey(TASK);
  }

  /** The verb; empty for a file of scores. */
  public String task() {
    return settings.getOrDefault(TASK, "");
  }

  /** The scores under a metric that it has. */
  public MetricScores scores(String metric) {
    return sheet
        .find(metric)
        .orElseThrow(() -> new UserError(name + " has no scores of '" + metric + "'", ""));
  }

  /** The text of a question; empty where the data set is not known, or for anything else. */
  static String text(ItemScore row) {
    return row.item() instanceof Question question ? question.text() : "";
  }
}
