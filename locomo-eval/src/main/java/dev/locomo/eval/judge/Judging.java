package dev.locomo.eval.judge;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                .flatMap(r -> judged.stream().map(a -> new JudgeCall(judge, a, r))));
  }

  /**
   * One answer before one judge, once. The reply is kept as it came: one that is no verdict is a
   * result, and asked for again only where that is wished.
   */
  private record JudgeCall(Judge judge, Judged judged, int repetition) implements Call {
    @Override
    public List<Probe> probes() {
      return List.of(Probe.of(judged.question()));
    }

    @Override
    public String form() {
      return judged.key(judge, repetition).form();
    }

    @Override
    public Ask ask() {
      return judge.ask(judged.question(), judged.answer(), repetition);
    }

    @Override
    public List<Answer> answer(Calls calls) throws InterruptedException {
      Reply reply;
      try {
        reply = calls.ask(step(), ask(), Repeat.never(), this::verdict);
      } catch (Unreadable e) {
        reply = Objects.requireNonNull(e.reply());
      }
      return List.of(new Answer(reply.text(), reply, List.of()));
    }

    private Reply verdict(ReplyText text) throws Unreadable {
      return Verdict.read(text, judge.nuggets(judged.question()))
          .map(_ -> text.reply())
          .orElseThrow(() -> new Unreadable(Verdict.grammar(judge.nuggets(judged.question()))));
    }

    @Override
    public boolean isReadable(String answer) {
      return Verdict.read(ReplyText.of(answer), judge.nuggets(judged.question())).isPresent();
    }
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
              .mapToObj(r -> score(replies.get(one.key(judge, r)), judge.nuggets(one.question())))
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

  private static Score score(@Nullable Prediction reply, int nuggets) {
    if (reply == null) {
      return NOT_YET;
    }
    boolean came = reply.outcome() != Outcome.FAILED && reply.outcome() != Outcome.FILTERED;
    return came
        ? Judge.score(reply.answer(), nuggets)
        : new Score.Unscored(Score.Reason.PROVIDER_FAILED, reply.reason());
  }
}
