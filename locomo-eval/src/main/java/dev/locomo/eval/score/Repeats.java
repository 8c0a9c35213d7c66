package dev.locomo.eval.score;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.stats.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers to questions that were asked several times: a question's score is its repeats' mean. */
public final class Repeats {
  private static final String MEAN_OF = "mean of the repeats: ";

  private Repeats() {}

  /** Whether a score is the mean of repeats whose values are not all the same. */
  public static boolean differ(@Nullable Score score) {
    return score instanceof Score.Scored(_, String why)
        && why.startsWith(MEAN_OF)
        && Arrays.stream(why.substring(MEAN_OF.length()).split(", ")).distinct().count() > 1;
  }

  /** How often free questions were asked, at least 1. */
  public static int count(Collection<Prediction.Key> keys) {
    return keys.stream().mapToInt(key -> Call.repeat(key.form())).max().orElse(1);
  }

  /** The scores of a question, one a repeat. */
  private static List<ItemScore> scores(
      Question question, Map<Prediction.Key, StoredAnswer> answers, Metric metric, int repeats) {
    return IntStream.rangeClosed(1, repeats)
        .mapToObj(r -> new Prediction.Key(question.id(), Call.free(r)))
        .map(key -> answers.getOrDefault(key, StoredAnswer.NONE).scored(question, metric))
        .toList();
  }

  /** The score of a question: of several repeats the mean of those with a value. */
  static ItemScore score(
      Question question, Map<Prediction.Key, StoredAnswer> answers, Metric metric, int repeats) {
    var all = scores(question, answers, metric, repeats);
    var values = new ArrayList<Double>();
    for (ItemScore one : all) {
      if (one.score() instanceof Score.Scored(double value, _)) {
        values.add(value);
      }
    }
    if (repeats == 1 || values.isEmpty()) {
      return all.getFirst();
    }
    String each =
        values.stream()
            .map(value -> String.format(Locale.ROOT, "%.3f", value))
            .collect(Collectors.joining(", "));
    double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
    return new ItemScore(question, true, new Score.Scored(mean, MEAN_OF + each));
  }

  /**
   * How noisy the repeats are under each metric of the list: over the questions that have an
   * answer, of a metric of the others alone over those.
   *
   * @return by metric; none where questions were asked once
   */
  public static Map<String, Noise> noise(
      ScoreSheet sheet, List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var noise = new LinkedHashMap<String, Noise>();
    int repeats = count(answers.keySet());
    if (repeats > 1) {
      for (Metric metric : Metrics.standard().all()) {
        if (sheet.find(metric.id()).isPresent()) {
          var answerable = of(questions, answers, metric, false);
          var some = answerable.questions() > 0 ? answerable : of(questions, answers, metric, true);
          if (some.questions() > 0) {
            noise.put(metric.id(), some);
          }
        }
      }
    }
    return noise;
  }

  private static Noise of(
      List<Question> questions,
      Map<Prediction.Key, StoredAnswer> answers,
      Metric metric,
      boolean adversarial) {
    int repeats = count(answers.keySet());
    var all = new ArrayList<Noise.Question>();
    for (Question question : questions) {
      if (question.unanswerable() == adversarial) {
        var scores = scores(question, answers, metric, repeats).stream().map(ItemScore::score);
        all.add(new Noise.Question(question.cluster(), scores.toList()));
      }
    }
    return Noise.of(all);
  }
}
