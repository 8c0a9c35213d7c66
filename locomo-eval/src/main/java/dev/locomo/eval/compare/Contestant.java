package dev.locomo.eval.compare;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Metric;
import dev.locomo.eval.score.ScoreSheet.Row;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One side of a comparison: every question it was asked, under one metric.
 *
 * @param name as the user gave it
 * @param settings what is recorded of how the scores came about; empty for a file of scores
 * @param metric the metric
 * @param rows one a question; text and gold are empty where the data set is not known
 * @param answers the stored answers; empty for a file of scores
 */
public record Contestant(
    String name,
    SortedMap<String, String> settings,
    Metric metric,
    List<Row> rows,
    Map<QuestionId, String> answers) {
  public Contestant {
    settings = new TreeMap<>(settings);
    rows = List.copyOf(rows);
    answers = Map.copyOf(answers);
  }

  /** The setting that every run has and no file of scores: the verb. */
  static final String TASK = "task";

  /** Whether it is a run, whose settings are recorded. */
  public boolean isRun() {
    return settings.containsKey(TASK);
  }
}
