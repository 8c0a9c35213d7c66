package dev.locomo.eval.predict;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.eval.protocol.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes one call and turns whatever happens into predictions; remembers what was asked last. */
final class Questioning implements Calls {
  private final ChatLlm llm;
  private String asked = "";

  /**
   * @param llm whom to ask
   */
  Questioning(ChatLlm llm) {
    this.llm = llm;
  }

  @Override
  public Reply ask(String step, Ask ask) throws InterruptedException {
    asked = Sha256.of(text(ask));
    return llm.ask(ask);
  }

  /**
   * Makes the call.
   *
   * @throws ProviderError when there is no reply
   */
  List<Prediction> predictions(Call call) throws InterruptedException {
    try {
      var answers = call.answer(this);
      var predictions = new ArrayList<Prediction>();
      for (int i = 0; i < answers.size(); i++) {
        predictions.add(prediction(call, i, answers.get(i)));
      }
      return predictions;
    } catch (Unreadable e) {
      return failed(call, Outcome.FAILED, e.reply(), "unreadable reply: " + e.wrong());
    }
  }

  /** The outcome of a call that got no reply. */
  List<Prediction> failed(Call call, ProviderError e) {
    boolean filtered = e.kind() == ProviderError.Kind.FILTERED;
    return failed(call, filtered ? Outcome.FILTERED : Outcome.FAILED, null, reason(e));
  }

  /** The outcome of a call that was not made, because of what another one met. */
  List<Prediction> notAsked(Call call, ProviderError e) {
    return failed(call, Outcome.FAILED, null, "not asked: " + reason(e));
  }

  private static String reason(ProviderError e) {
    return e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + e.getMessage();
  }

  private Prediction prediction(Call call, int i, Call.Answer answer) {
    Outcome outcome = outcome(answer);
    return new Prediction(
        call.probes().get(i).id(),
        call.form(),
        outcome,
        answer.text(),
        answer.context(),
        exchange(answer.reply(), i == 0),
        reason(outcome));
  }

  private static Outcome outcome(Call.Answer answer) {
    return switch (answer.reply().finish()) {
      case FILTERED -> Outcome.FILTERED;
      case LENGTH -> Outcome.CUT_OFF;
      case STOP, OTHER -> answer.text().isBlank() ? Outcome.EMPTY : Outcome.ANSWERED;
    };
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case ANSWERED, FAILED -> "";
      case EMPTY -> "the reply was empty";
      case CUT_OFF -> "the reply was cut off at the token limit";
      case FILTERED -> "a content filter stopped the reply";
    };
  }

  private List<Prediction> failed(
      Call call, Outcome outcome, @Nullable Reply reply, String reason) {
    var predictions = new ArrayList<Prediction>();
    for (var probe : call.probes()) {
      var exchange =
          reply == null ? Prediction.Exchange.none(asked) : exchange(reply, predictions.isEmpty());
      predictions.add(
          new Prediction(probe.id(), call.form(), outcome, "", List.of(), exchange, reason));
    }
    return predictions;
  }

  /** Tokens of a batch are written on its first question alone, so that sums are right. */
  private Prediction.Exchange exchange(Reply reply, boolean first) {
    return new Prediction.Exchange(
        asked,
        reply.text(),
        reply.cached(),
        first ? reply.inputTokens() : null,
        first ? reply.outputTokens() : null,
        reply.latency().toMillis(),
        reply.providerModel(),
        reply.requestId());
  }

  private static String text(Ask ask) {
    var texts = ask.messages().stream().map(Ask.Message::text).toList();
    return String.join("\0", texts);
  }
}
