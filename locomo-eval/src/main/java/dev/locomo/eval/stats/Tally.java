package dev.locomo.eval.stats;

import dev.locomo.core.metric.Score;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * What became of a set of questions under one metric. A mean never travels without its
 * denominators.
 *
 * @param asked questions in the set, at least 0
 * @param answered those with a prediction, at most {@code asked}
 * @param scored those with a value, at most {@code asked}
 * @param sum of the values
 */
public record Tally(int asked, int answered, int scored, double sum) {
  /** Of no questions. */
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  public Tally {
    if (answered < 0 || answered > asked || scored < 0 || scored > asked) {
      throw new IllegalArgumentException(
          "illegal tally: answered %d and scored %d of %d".formatted(answered, scored, asked));
    }
  }

  /** This tally and one question more. */
  public Tally plus(boolean hasAnswer, Score score) {
    int alsoAnswered = answered + (hasAnswer ? 1 : 0);
    return switch (score) {
      case Score.Scored(double value, _) ->
          new Tally(asked + 1, alsoAnswered, scored + 1, sum + value);
      case Score.Unscored _ -> new Tally(asked + 1, alsoAnswered, scored, sum);
    };
  }

  /** The tally of both sets together, which must not overlap. */
  public Tally plus(Tally other) {
    return new Tally(
        asked + other.asked, answered + other.answered, scored + other.scored, sum + other.sum);
  }

  /** Mean over the questions that got a value; empty when none did. */
  public OptionalDouble mean() {
    return scored == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / scored);
  }

  /** Mean over every question asked, the unscored counting as 0; empty when none was asked. */
  public OptionalDouble meanOverAsked() {
    return asked == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / asked);
  }

  /** Questions without a value. */
  public int unscored() {
    return asked - scored;
  }

  /** Mean of the means of the tallies that have one (macro average); empty when none has. */
  public static OptionalDouble macro(Collection<Tally> tallies) {
    return tallies.stream().map(Tally::mean).flatMapToDouble(OptionalDouble::stream).average();
  }
}
