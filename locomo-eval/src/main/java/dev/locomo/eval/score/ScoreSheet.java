package dev.locomo.eval.score;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.text.LanguageText;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.predict.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every item under every metric.
 *
 * @param metrics in the order of reports
 */
public record ScoreSheet(List<MetricScores> metrics) {
  public ScoreSheet {
    metrics = List.copyOf(metrics);
  }

  /**
   * Scores stored answers.
   *
   * @param questions all that were asked; one without an answer is unscored
   * @param answers by question and form; the form {@code free} is scored, of several repeats of it
   *     the mean
   * @param metrics in the order of the report
   */
  public static ScoreSheet of(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers, List<Metric> metrics) {
    var sheet = new ArrayList<MetricScores>();
    int repeats = Repeats.count(answers.keySet());
    for (Metric metric : metrics) {
      var rows = new ArrayList<ItemScore>();
      for (Question question : questions) {
        rows.add(Repeats.score(question, answers, metric, repeats));
      }
      sheet.add(MetricScores.of(metric, rows));
    }
    return new ScoreSheet(sheet);
  }

  /** The scores under a metric. */
  public Optional<MetricScores> find(String metric) {
    return metrics.stream().filter(m -> m.metric().equals(metric)).findFirst();
  }

  /** One a metric, in order; on all processors, since most of the work is drawing resamples. */
  public List<Summary> summaries() {
    return metrics.parallelStream().map(MetricScores::summary).toList();
  }

  /** As {@link #summaries()}, of items that are no questions. */
  public List<Summary> summaries(Grouping grouping) {
    return metrics.parallelStream().map(scores -> Summary.of(scores, grouping)).toList();
  }

  /** A line a metric and item. */
  public Stream<String> lines() {
    return metrics.stream()
        .flatMap(m -> m.rows().stream().map(row -> ScoreLines.line(m.metric(), row)));
  }

  /** Writes these lines. */
  public void write(Path file) {
    AtomicFile.writeLines(file, lines());
  }

  /** What has to be known of the scores: questions without an entry, words that are none. */
  public static List<String> notes(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var notes = new ArrayList<String>();
    partial(questions, answers).ifPresent(notes::add);
    String words =
        questions.isEmpty() ? "" : words(questions.getFirst().category().profile(), questions);
    if (!words.isEmpty()) {
      notes.add(words);
    }
    return notes;
  }

  /** What words of the gold answers metrics compare, as {@link LanguageText#about} says. */
  public static String words(BenchmarkProfile profile, List<Question> questions) {
    return LanguageText.about(
        profile,
        questions.stream()
            .flatMap(q -> q.gold() instanceof Gold.Answer(String text) ? Stream.of(text) : null)
            .toList());
  }

  /**
   * That answers cover a part of the questions alone, as a sentence; empty when every question has
   * an entry.
   */
  private static Optional<String> partial(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var there =
        questions.stream()
            .filter(q -> answers.containsKey(new Prediction.Key(q.id(), "free")))
            .toList();
    if (there.size() == questions.size()) {
      return Optional.empty();
    }
    var without = new ArrayList<String>();
    var categories = values(questions, q -> q.category().label());
    categories.removeAll(values(there, q -> q.category().label()));
    var samples = values(questions, q -> q.id().sample());
    int all = samples.size();
    samples.removeAll(values(there, q -> q.id().sample()));
    if (!categories.isEmpty()) {
      without.add("none to " + String.join(", ", categories) + " questions");
    }
    if (!samples.isEmpty()) {
      String names = samples.size() > 5 ? "" : " (" + String.join(", ", samples) + ")";
      without.add(
          "none to those of %d of %d conversations%s".formatted(samples.size(), all, names));
    }
    return Optional.of(
        "The file has entries for %d of %d questions%s: the others count as asked and are in no mean;"
                .formatted(
                    there.size(),
                    questions.size(),
                    without.isEmpty() ? "" : ", " + String.join(", ", without))
            + " --samples and --categories score a part alone.");
  }

  private static Set<String> values(List<Question> questions, Function<Question, String> of) {
    return questions.stream().map(of).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The questions that have an answer, with it; the form {@code free}. */
  public static List<Metric.Answered> answered(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var answered = new ArrayList<Metric.Answered>();
    for (Question question : questions) {
      if (answers.get(new Prediction.Key(question.id(), "free"))
          instanceof StoredAnswer.Given(var text, var context)) {
        answered.add(new Metric.Answered(question, text, context));
      }
    }
    return answered;
  }
}
