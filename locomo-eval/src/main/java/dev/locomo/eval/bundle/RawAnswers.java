package dev.locomo.eval.bundle;

import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.context.ContextBuilder;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.locomo.LocomoProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers read again from the raw replies that a run has on record, by the rules it names. */
final class RawAnswers {
  private RawAnswers() {}

  /** How many answers were read again, and which are not what their raw replies say. */
  record Result(int read, List<String> wrong) {}

  /**
   * Reads those of a run.
   *
   * @param asking what the run says that it was asked by
   * @param plan its conversations with their questions
   */
  static Result read(
      String asking, int batchSize, List<Asked> plan, Map<Prediction.Key, Prediction> predictions)
      throws InterruptedException {
    var wrong = new ArrayList<String>();
    int read = 0;
    var form = new LocomoProtocol.Form("", batchSize, true, 1, 0);
    var protocol = new LocomoProtocol(form, ContextBuilder.none(), _ -> 0);
    if (!asking.equals(protocol.id() + " " + protocol.hash())) {
      return plain(asking, predictions);
    }
    for (Call call : (Iterable<Call>) protocol.calls(plan)::iterator) {
      var there = new ArrayList<Prediction>();
      for (Probe probe : call.probes()) {
        var prediction = predictions.get(new Prediction.Key(probe.id(), call.form()));
        if (prediction != null) {
          there.add(prediction);
        }
      }
      if (there.size() == call.probes().size()) {
        read += there.size();
        var said = said(call, there.getFirst().exchange().raw());
        for (int i = 0; i < there.size(); i++) {
          compare(there.get(i), said == null ? null : said.get(i), wrong);
        }
      }
    }
    return new Result(read, wrong);
  }

  private static @Nullable List<String> said(Call call, String raw) throws InterruptedException {
    var reply = new Reply(raw, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, true);
    try {
      return call.answer((_, _) -> reply).stream().map(Call.Answer::text).toList();
    } catch (Unreadable e) {
      return null;
    }
  }

  /** The built-in reader's replies are its answers; other rules are not read again. */
  private static Result plain(String asking, Map<Prediction.Key, Prediction> predictions) {
    var wrong = new ArrayList<String>();
    if (!asking.startsWith("extractive@")) {
      return new Result(0, wrong);
    }
    predictions.values().forEach(p -> compare(p, p.exchange().raw(), wrong));
    return new Result(predictions.size(), wrong);
  }

  private static void compare(Prediction prediction, @Nullable String said, List<String> wrong) {
    boolean failed = prediction.outcome() == Outcome.FAILED;
    String expected = said == null || failed ? "" : said;
    if (!prediction.answer().equals(expected)) {
      wrong.add(
          "%s (%s): the answer is not what its raw reply says: found \"%s\"; expected \"%s\""
              .formatted(prediction.question(), prediction.form(), prediction.answer(), expected));
    }
  }
}
