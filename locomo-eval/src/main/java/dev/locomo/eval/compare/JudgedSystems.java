package dev.locomo.eval.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreJson;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How judges order the same systems: a ranking that depends on the judge is the judge's.
 *
 * @param judges names of the scores that every run has, in the first run's order
 * @param systems names of the runs
 * @param means over the headline total, of LoCoMo categories 1 to 4, by run and judge, between 0
 *     and 1; empty where none is known
 */
public record JudgedSystems(
    List<String> judges, List<String> systems, List<List<OptionalDouble>> means) {
  /** Of compared runs; without judges where they have none in common. */
  static JudgedSystems of(List<ComparedRun> runs) {
    var judges =
        runs.getFirst().judged().stream()
            .map(MetricScores::metric)
            .filter(name -> runs.stream().allMatch(run -> scores(run, name).size() == 1))
            .toList();
    var means = new ArrayList<List<OptionalDouble>>();
    for (ComparedRun run : runs) {
      means.add(
          judges.stream()
              .map(name -> scores(run, name).getFirst().summary())
              .map(summary -> summary.headline().mean())
              .toList());
    }
    return new JudgedSystems(judges, runs.stream().map(ComparedRun::name).toList(), means);
  }

  private static List<MetricScores> scores(ComparedRun run, String name) {
    return run.judged().stream().filter(scores -> scores.metric().equals(name)).toList();
  }

  /**
   * The place of a run under a judge, from 1; equal means share the better one. Empty where its
   * mean is not known.
   */
  public OptionalInt rank(int run, int judge) {
    double own = mean(run, judge);
    int better = (int) IntStream.range(0, means.size()).filter(r -> mean(r, judge) > own).count();
    return Double.isNaN(own) ? OptionalInt.empty() : OptionalInt.of(1 + better);
  }

  // NaN is above and below nothing.
  private double mean(int run, int judge) {
    return means.get(run).get(judge).orElse(Double.NaN);
  }

  /**
   * Pairs of runs that two judges order differently; one sentence where none are.
   *
   * @param letter stands for the run of an index
   */
  public List<String> changes(IntFunction<String> letter) {
    var changes = new ArrayList<String>();
    for (int a = 0; a < means.size(); a++) {
      for (int b = a + 1; b < means.size(); b++) {
        change(a, b, letter, changes);
      }
    }
    return changes.isEmpty() ? List.of("All judges order these runs alike.") : changes;
  }

  private void change(int a, int b, IntFunction<String> letter, List<String> into) {
    for (int i = 0; i < judges.size(); i++) {
      for (int j = i + 1; j < judges.size(); j++) {
        double first = Math.signum(mean(a, i) - mean(b, i));
        double second = Math.signum(mean(a, j) - mean(b, j));
        if (first * second < 0) {
          String better = letter.apply(first > 0 ? a : b);
          String worse = letter.apply(first > 0 ? b : a);
          into.add(
              "Rank changes: %s is above %s for judge %d and below it for judge %d."
                  .formatted(better, worse, i + 1, j + 1));
        }
      }
    }
  }

  /** One object a judge: its name, means and ranks in the order of the runs. */
  void describe(ArrayNode into) {
    for (int judge = 0; judge < judges.size(); judge++) {
      var node = into.addObject().put("judge", judges.get(judge));
      var numbers = node.putArray("means");
      var ranks = node.putArray("ranks");
      for (int run = 0; run < means.size(); run++) {
        numbers.add(ScoreJson.number(means.get(run).get(judge)));
        var rank = rank(run, judge);
        ranks.add(rank.isPresent() ? (Integer) rank.getAsInt() : null);
      }
    }
  }
}
