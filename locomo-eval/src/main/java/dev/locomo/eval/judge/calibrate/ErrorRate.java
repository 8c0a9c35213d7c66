package dev.locomo.eval.judge.calibrate;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Wilson;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How often a judge was wrong about answers whose verdict is known.
 *
 * @param asked answers shown to it
 * @param judged those with a verdict that could be read
 * @param errors those of them with the wrong verdict
 */
public record ErrorRate(int asked, int judged, int errors) {
  private static final double LEVEL = 0.95;

  /** Of nothing. */
  static final ErrorRate NONE = new ErrorRate(0, 0, 0);

  ErrorRate plus(Score verdict, boolean right) {
    return switch (verdict) {
      case Score.Scored(double value, _) ->
          new ErrorRate(asked + 1, judged + 1, errors + ((value == 1) == right ? 0 : 1));
      case Score.Unscored _ -> new ErrorRate(asked + 1, judged, errors);
    };
  }

  /** Share of the judged, 0 to 1; empty when none was judged. */
  public OptionalDouble rate() {
    return judged == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) errors / judged);
  }

  /** The Wilson interval of the rate; empty when none was judged. */
  public Optional<Interval> interval() {
    return Wilson.interval(errors, judged, LEVEL);
  }
}
