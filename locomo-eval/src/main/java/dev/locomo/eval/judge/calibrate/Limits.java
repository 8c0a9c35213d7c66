package dev.locomo.eval.judge.calibrate;

import dev.locomo.eval.judge.bank.KnownAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How wrong a judge may be.
 *
 * @param falseAccept percent of the wrong answers of one kind that it may accept, 0 to 100; null
 *     for no limit
 * @param unreadable percent of its verdicts that may be unreadable, 0 to 100
 */
public record Limits(@Nullable Double falseAccept, double unreadable) {
  /** What exceeds them, a sentence each without a full stop; none when all is within. */
  public List<String> exceeded(List<Calibration> calibrations) {
    var exceeded = new ArrayList<String>();
    for (var of : calibrations) {
      int asked = 0;
      int judged = 0;
      for (var kind : of.kinds()) {
        asked += kind.all().asked();
        judged += kind.all().judged();
        if (kind.kind().error().equals(KnownAnswer.FALSE_ACCEPT)) {
          accepted(of, kind, exceeded);
        }
      }
      if (judged == 0) {
        exceeded.add(of.judge().id() + " gave no verdict that can be read");
      } else if (100.0 * (asked - judged) / asked > unreadable) {
        exceeded.add(
            "%s: %s %% of its verdicts cannot be read, more than --max-unreadable %s"
                .formatted(of.judge().id(), percent(asked - judged, asked), unreadable));
      }
    }
    return exceeded;
  }

  private void accepted(Calibration of, Calibration.OfKind kind, List<String> exceeded) {
    var rate = kind.all();
    if (falseAccept != null && rate.judged() == 0) {
      exceeded.add(
          "%s gave no verdict on %s that can be read, so that --max-false-accept cannot hold"
              .formatted(of.judge().id(), kind.kind().label()));
    } else if (falseAccept != null && 100.0 * rate.errors() / rate.judged() > falseAccept) {
      exceeded.add(
          "%s accepts %s %% of %s, more than --max-false-accept %s"
              .formatted(
                  of.judge().id(),
                  percent(rate.errors(), rate.judged()),
                  kind.kind().label(),
                  falseAccept));
    }
  }

  private static String percent(int some, int all) {
    return String.format(Locale.ROOT, "%.1f", 100.0 * some / all);
  }
}
