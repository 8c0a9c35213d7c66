package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.ModelCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has answers judged: every answer by every judge, as often as wanted, leaving out what the folder
 * has replies for.
 *
 * @param judged the answers
 * @param judges whom to ask; a panel's judges may differ in model, rubric or both
 * @param repeats how often each judge sees each answer, at least 1
 */
public record Judging(List<Judged> judged, List<Judge> judges, int repeats) {
  /** Of an answer that no judge has seen. */
  static final Score NOT_YET = new Score.Unscored(Score.Reason.PROVIDER_FAILED, "not judged yet");

  public Judging {
    judged = List.copyOf(judged);
    judges = List.copyOf(judges);
  }

  /** Who is asked, each once, in the order of the judges. */
  public List<ModelSpec> models() {
    return judges.stream().map(Judge::model).distinct().toList();
  }

  /** The part of it that one model does. */
  public Judging of(String modelId) {
    return new Judging(
        judged, judges.stream().filter(j -> j.model().id().equals(modelId)).toList(), repeats);
  }

  /** All calls, made already or not, lazily. */
  public Stream<Call> calls() {
    return judges.stream()
        .flatMap(judge ->
            IntStream.range(0, repeats)
                .boxed()
                .flatMap(r -> judged.stream().map(a -> call(judge, a, r))));
  }

  /**
   * One answer before one judge, once. The reply is kept as it came: whether it is a verdict is for
   * those who read it, so that an unreadable one is a result and not a reason to ask again.
   */
  private static Call call(Judge judge, Judged judged, int repetition) {
    return new ModelCall(
        List.of(Probe.of(judged.question())),
        judged.key(judge, repetition).form(),
        () ->
            new ModelCall.Prompt(
                judge.ask(judged.question(), judged.answer(), repetition), List.of()),
        reply -> List.of(reply.reply().text()),
        null);
  }

  /**
   * The verdicts of one judge.
   *
   * @param replies what the folder holds
   * @return for each answer one score a repeat
   */
  public List<List<Score>> verdicts(Judge judge, Map<Prediction.Key, Prediction> replies) {
    var all = new ArrayList<List<Score>>();
    for (Judged one : judged) {
      all.add(
          IntStream.range(0, repeats)
              .mapToObj(r -> score(replies.get(one.key(judge, r))))
              .toList());
    }
    return all;
  }

  /** The exchanges of these judges that got a reply. */
  List<Prediction.Exchange> exchanges(Map<Prediction.Key, Prediction> replies) {
    return calls()
        .map(call -> replies.get(new Prediction.Key(call.probes().getFirst().id(), call.form())))
        .filter(reply -> reply != null && reply.outcome() != Outcome.FAILED)
        .map(Prediction::exchange)
        .toList();
  }

  private static Score score(@Nullable Prediction reply) {
    if (reply == null) {
      return NOT_YET;
    }
    boolean came = reply.outcome() != Outcome.FAILED && reply.outcome() != Outcome.FILTERED;
    return came
        ? Judge.score(reply.answer())
        : new Score.Unscored(Score.Reason.PROVIDER_FAILED, reply.reason());
  }
}
