package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Item;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.eval.dialog.DialogGeneration.Generated;
import dev.locomo.eval.dialog.DialogGeneration.Outcome;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What came of a run; a pure function of the generated turns.
 *
 * @param rows every turn, in file order
 * @param sheet the turns under every metric; turns of one conversation are not independent
 */
public record DialogResults(List<Row> rows, ScoreSheet sheet) {
  /** Turns by the length of their history, shortest first, and by conversation. */
  public static final Grouping GROUPING =
      new Grouping(
          true,
          List.of(
              new Grouping.Cut(
                  "history", "%s tokens before", History.buckets(), Grouping.Intervals.OWN),
              new Grouping.Cut("conversation", "%s", List.of(), Grouping.Intervals.OWN)),
          List.of(new Total("all", "overall", "", "", Set.of())),
          Map.of(),
          Map.of());

  public DialogResults {
    rows = List.copyOf(rows);
  }

  /**
   * One turn.
   *
   * @param generated it and what became of it
   * @param gold what was really said
   * @param history how long its history is
   */
  public record Row(Generated generated, TurnContent gold, History.Shown history) implements Item {
    /** Whether there is a turn to compare. */
    public boolean answered() {
      return generated.outcome() instanceof Outcome.Done;
    }

    @Override
    public String key() {
      return generated.target().name();
    }

    @Override
    public String cluster() {
      return generated.target().sample().id();
    }

    @Override
    public SequencedMap<String, String> members() {
      return new LinkedHashMap<>(Map.of("turn", key()));
    }

    @Override
    public String slice(String by) {
      return by.equals("history") ? History.bucket(history.tokens()) : Item.super.slice(by);
    }

    private Score none() {
      return generated.outcome() instanceof Outcome.Failed(String reason)
          ? new Score.Unscored(Score.Reason.PROVIDER_FAILED, reason)
          : new Score.Unscored(Score.Reason.NO_PREDICTION, "not asked");
    }
  }

  /** Scores a run. */
  public static DialogResults of(
      List<Generated> generated, PictureForm picture, History history, List<DialogMetric> metrics) {
    var pairs = new ArrayList<DialogMetric.Pair>();
    var rows = new ArrayList<Row>();
    for (Generated one : generated) {
      var gold = new TurnContent(one.target().turn().text(), picture.of(one.target().turn()));
      rows.add(new Row(one, gold, history.of(one.target())));
      if (one.outcome() instanceof Outcome.Done(TurnContent said)) {
        pairs.add(new DialogMetric.Pair(said, gold, one.target()));
      }
    }
    var sheet = new ArrayList<MetricScores>();
    for (DialogMetric metric : metrics) {
      var scores = metric.scores(pairs).iterator();
      var all = new ArrayList<ItemScore>();
      rows.forEach(row ->
          all.add(new ItemScore(row, row.answered(), row.answered() ? scores.next() : row.none())));
      sheet.add(new MetricScores(metric.id(), "", all));
    }
    return new DialogResults(rows, new ScoreSheet(sheet));
  }

  /** Turns without anything to compare. */
  public int unscored() {
    return (int) rows.stream().filter(row -> !row.answered()).count();
  }
}
