package dev.locomo.eval.dialog;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.dialog.DialogGeneration.Generated;
import dev.locomo.eval.dialog.DialogGeneration.Outcome;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What came of a run; a pure function of the generated turns.
 *
 * @param rows every turn with its scores, in file order
 * @param metrics their names, in order
 */
public record DialogResults(List<Row> rows, List<String> metrics) {
  public DialogResults {
    rows = List.copyOf(rows);
    metrics = List.copyOf(metrics);
  }

  /**
   * One turn.
   *
   * @param generated it and what became of it
   * @param gold what was really said
   * @param history how long its history is
   * @param scores by metric
   */
  public record Row(
      Generated generated, TurnContent gold, History.Shown history, Map<String, Score> scores) {
    /** Whether there is a turn to compare. */
    public boolean answered() {
      return generated.outcome() instanceof Outcome.Done;
    }

    String sample() {
      return generated.target().sample().id();
    }
  }

  /** Scores a run. */
  public static DialogResults of(
      List<Generated> generated, PictureForm picture, History history, List<DialogMetric> metrics) {
    var pairs = new ArrayList<DialogMetric.Pair>();
    var rows = new ArrayList<Row>();
    for (Generated one : generated) {
      var gold = new TurnContent(one.target().turn().text(), picture.of(one.target().turn()));
      rows.add(new Row(one, gold, history.of(one.target()), new LinkedHashMap<>()));
      if (one.outcome() instanceof Outcome.Done(TurnContent said)) {
        pairs.add(new DialogMetric.Pair(said, gold, one.target()));
      }
    }
    for (DialogMetric metric : metrics) {
      var scores = metric.scores(pairs).iterator();
      rows.forEach(
          row -> row.scores().put(metric.id(), row.answered() ? scores.next() : none(row)));
    }
    return new DialogResults(rows, metrics.stream().map(DialogMetric::id).toList());
  }

  private static Score none(Row row) {
    return row.generated().outcome() instanceof Outcome.Failed(String reason)
        ? new Score.Unscored(Score.Reason.PROVIDER_FAILED, reason)
        : new Score.Unscored(Score.Reason.NO_PREDICTION, "not asked");
  }

  /** Turns without anything to compare. */
  public int unscored() {
    return (int) rows.stream().filter(row -> !row.answered()).count();
  }

  /** Why turns have no value under a metric, and how many of each; empty when all have one. */
  public Map<Score.Reason, Integer> unscored(String metric) {
    var counts = new EnumMap<Score.Reason, Integer>(Score.Reason.class);
    for (Row row : rows) {
      if (row.scores().get(metric) instanceof Score.Unscored(Score.Reason reason, _)) {
        counts.merge(reason, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Of all turns under a metric; turns of one conversation are not independent. */
  public Slice overall(String metric) {
    return slice(metric, rows);
  }

  /** By length of history, shortest first; only lengths that occur. */
  public Map<String, Slice> byHistory(String metric) {
    var slices = new LinkedHashMap<String, Slice>();
    for (String bucket : History.buckets()) {
      put(slices, metric, bucket, row -> History.bucket(row.history().tokens()));
    }
    return slices;
  }

  /** By conversation, in file order. */
  public Map<String, Slice> byConversation(String metric) {
    var slices = new LinkedHashMap<String, Slice>();
    for (String sample : rows.stream().map(Row::sample).distinct().toList()) {
      put(slices, metric, sample, Row::sample);
    }
    return slices;
  }

  private void put(
      Map<String, Slice> slices, String metric, String name, Function<Row, String> named) {
    var some = rows.stream().filter(row -> named.apply(row).equals(name)).toList();
    if (!some.isEmpty()) {
      slices.put(name, slice(metric, some));
    }
  }

  private static Slice slice(String metric, List<Row> rows) {
    Tally tally = Tally.NONE;
    var values = new ArrayList<Clustered>();
    for (Row row : rows) {
      Score score = row.scores().getOrDefault(metric, none(row));
      tally = tally.plus(row.answered(), score);
      if (score instanceof Score.Scored(double value, _)) {
        values.add(new Clustered(row.sample(), value));
      }
    }
    return new Slice(tally, ClusterBootstrap.STANDARD.micro(values).orElse(null));
  }
}
