package dev.locomo.eval.report;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.EvidenceRecall;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.core.text.Cl100k;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.report.chart.Chart.Point;
import dev.locomo.eval.report.chart.Chart.Reference;
import dev.locomo.eval.report.chart.LengthBin;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.ClusteredMean;
import dev.locomo.eval.task.QaResults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The charts of a run under one metric. Those about lengths and distances leave out questions
 * without an answer.
 */
final class ReportCharts {
  /**
   * What a run is held against under one metric: another run, or an answer that needs no reader.
   *
   * @param name for legends
   * @param summary its scores
   */
  record Baseline(String name, Summary summary) {
    /**
     * All that a report shows: always saying that nothing was mentioned, where the metric can tell,
     * then other runs under the names of their models and contexts.
     */
    static List<Baseline> all(StoredRun run, String metric, List<StoredRun> others) {
      var all = new ArrayList<Baseline>();
      var abstaining = run.results().abstaining(run.metric(metric), StoredRun.rule(run.spec()));
      var abstain = abstaining.summary();
      if (abstain.overall().scored() > 0) {
        all.add(new Baseline("always abstain", abstain));
      }
      others.forEach(other -> all.add(new Baseline(other.title(), other.metric(metric).summary())));
      return all;
    }

    List<OptionalDouble> means(List<String> slices) {
      return slices.stream().map(name -> summary.slice(name).mean()).toList();
    }
  }

  private static final int SESSIONS_A_BIN = 5;
  private static final int LAST_BIN = 5;
  private static final List<Integer> CUTS = List.of(1, 2, 3, 5, 10, 25, 50, 100);

  private final QaResults results;
  private final Map<String, Sample> samples;
  private final MetricScores scores;

  private ReportCharts(StoredRun run, MetricScores scores) {
    this.results = run.results();
    this.samples =
        run.data().samples().stream().collect(Collectors.toMap(Sample::id, Function.identity()));
    this.scores = scores;
  }

  /**
   * The charts that the run has data for.
   *
   * @param metric name of the metric
   * @param baselines shown beside the categories
   */
  public static List<Chart> of(StoredRun run, String metric, List<Baseline> baselines) {
    var charts = new ReportCharts(run, run.metric(metric));
    var all = new ArrayList<Chart>();
    charts.categories(baselines).ifPresent(all::add);
    charts.distances().ifPresent(all::add);
    charts.lengths().ifPresent(all::add);
    charts.recalls().ifPresent(all::add);
    return all;
  }

  private Optional<Chart> categories(List<Baseline> baselines) {
    var points = new ArrayList<Point>();
    scores
        .summary()
        .slices()
        .forEach((category, slice) -> {
          if (slice.scored() > 0) {
            points.add(
                new Point(category, slice.mean().orElseThrow(), slice.interval(), slice.scored()));
          }
        });
    var shown = points.stream().map(Point::label).toList();
    var references = baselines.stream().map(b -> new Reference(b.name(), b.means(shown))).toList();
    return drawn(new Chart("categories", "By category", "", Chart.Kind.BARS, points, references));
  }

  private Optional<Chart> distances() {
    var bins = new TreeMap<Integer, List<Clustered>>();
    for (ItemScore row : answerable()) {
      var back = sessionsBack(row);
      if (back.isPresent()) {
        int bin = Math.min(LAST_BIN, back.getAsInt() / SESSIONS_A_BIN);
        bins.computeIfAbsent(bin, _ -> new ArrayList<>()).add(value(row));
      }
    }
    var points = new ArrayList<Point>();
    bins.forEach((bin, values) -> {
      int from = bin * SESSIONS_A_BIN;
      String label = bin == LAST_BIN ? from + "+" : from + "-" + (from + SESSIONS_A_BIN - 1);
      points.add(mean(label, values));
    });
    return drawn(
        new Chart(
            "evidence-distance",
            "How far back the evidence lies",
            "sessions between the oldest evidence and the end",
            Chart.Kind.POINTS,
            points,
            List.of()));
  }

  private List<ItemScore> answerable() {
    return scores.rows().stream()
        .filter(r -> !question(r).unanswerable())
        .filter(r -> r.score() instanceof Score.Scored)
        .toList();
  }

  /** Sessions after the oldest evidence; empty when no evidence turn exists in the conversation. */
  private OptionalInt sessionsBack(ItemScore row) {
    Sample sample = samples.get(row.item().cluster());
    if (sample == null) {
      return OptionalInt.empty();
    }
    var numbers = sample.conversation().sessions().stream().map(s -> s.number()).toList();
    return TurnId.namedIn(question(row).evidence()).stream()
        .mapToInt(turn -> numbers.indexOf(turn.session()))
        .filter(at -> at >= 0)
        .map(at -> numbers.size() - 1 - at)
        .max();
  }

  private Optional<Chart> lengths() {
    var prompts = new HashMap<QuestionId, Integer>();
    for (Prediction p : results.predictions().values()) {
      Integer tokens = p.exchange().inputTokens();
      if (p.key().form().equals("free") && tokens != null) {
        prompts.put(p.question(), tokens);
      }
    }
    if (!prompts.isEmpty()) {
      return lengths(
          "What the model was shown", "tokens of the prompt", r -> prompts.get(question(r).id()));
    }
    var conversations = new HashMap<String, Integer>();
    samples.forEach((id, sample) -> conversations.put(id, tokens(sample.conversation())));
    return lengths(
        "How long the conversation is",
        "tokens of all its turns (the run records no prompt sizes)",
        r -> conversations.get(question(r).id().sample()));
  }

  private static int tokens(Conversation conversation) {
    var counter = new Cl100k();
    return conversation.turns().stream().mapToInt(t -> counter.count(t.text())).sum();
  }

  private Optional<Chart> lengths(String title, String axis, Function<ItemScore, Integer> length) {
    var sized = new ArrayList<LengthBin.Sized>();
    for (ItemScore row : answerable()) {
      Integer tokens = length.apply(row);
      if (tokens != null) {
        sized.add(new LengthBin.Sized(tokens, value(row)));
      }
    }
    var points = LengthBin.of(sized).stream().map(bin -> mean(bin.label(), bin.values())).toList();
    return drawn(new Chart("context-length", title, axis, Chart.Kind.POINTS, points, List.of()));
  }

  private Optional<Chart> recalls() {
    var contexts =
        results.predictions().values().stream()
            .filter(p -> p.key().form().equals("free") && !p.context().isEmpty())
            .collect(Collectors.toMap(Prediction::question, Prediction::context));
    int longest = contexts.values().stream().mapToInt(List::size).max().orElse(0);
    var points = new ArrayList<Point>();
    for (int k : CUTS) {
      if (k < longest) {
        recall(k, contexts).ifPresent(points::add);
      }
    }
    if (longest > 0) {
      recall(longest, contexts).ifPresent(points::add);
    }
    return drawn(
        new Chart(
            "recall-at-k",
            "Evidence recall of the first k",
            "k: how much of the stored context counts",
            Chart.Kind.POINTS,
            points,
            List.of()));
  }

  private Optional<Point> recall(int k, Map<QuestionId, List<String>> contexts) {
    var recall = new EvidenceRecall();
    var values = new ArrayList<Clustered>();
    for (ItemScore row : scores.rows()) {
      var question = question(row);
      var context = contexts.get(question.id());
      if (context != null && !question.unanswerable()) {
        var first = context.subList(0, Math.min(k, context.size()));
        if (recall.score(new Metric.Answered(question, "", first))
            instanceof Score.Scored(double value, _)) {
          values.add(new Clustered(question.id().sample(), value));
        }
      }
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(mean(Integer.toString(k), values));
  }

  private static Question question(ItemScore row) {
    return (Question) row.item();
  }

  private static Clustered value(ItemScore row) {
    double value = row.score() instanceof Score.Scored(double v, _) ? v : Double.NaN;
    return new Clustered(row.item().cluster(), value);
  }

  private static Point mean(String label, List<Clustered> values) {
    var mean = ClusteredMean.micro(values).orElseThrow();
    return new Point(label, mean.mean(), mean.scoreInterval(0.95), values.size());
  }

  private static Optional<Chart> drawn(Chart chart) {
    return chart.points().isEmpty() ? Optional.empty() : Optional.of(chart);
  }
}
