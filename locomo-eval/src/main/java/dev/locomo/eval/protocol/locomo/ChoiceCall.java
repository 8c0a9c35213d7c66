package dev.locomo.eval.protocol.locomo;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.metric.Abstention;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.UnreadableReply;
import java.util.List;

/** An adversarial question as a choice between its trap and the abstention. */
record ChoiceCall(LocomoProtocol protocol, Asked asked, Probe probe, boolean trapFirst)
    implements Call {
  @Override
  public List<Probe> probes() {
    return List.of(probe);
  }

  @Override
  public String form() {
    return trapFirst ? "trap-first" : "trap-last";
  }

  @Override
  public Ask ask() {
    return ask(context());
  }

  @Override
  public List<Answer> answer(ChatLlm llm) throws InterruptedException {
    Context context = context();
    var reply = llm.ask(ask(context));
    var chosen =
        Replies.choice(reply.text(), option(true), option(false))
            .orElseThrow(() -> new UnreadableReply(reply, "expected a or b"));
    return List.of(new Answer(chosen, reply, context.ids()));
  }

  private Context context() {
    return protocol.context(
        asked, probe, probe.text() + option(true) + option(false), protocol.replyTokens());
  }

  private Ask ask(Context context) {
    var slots = protocol.slots(context);
    slots.put("question", probe.text());
    slots.put("option_a", option(true));
    slots.put("option_b", option(false));
    return protocol.ask(asked, "choice", slots, protocol.replyTokens());
  }

  private String option(boolean first) {
    String trap = probe.trap() == null ? "" : probe.trap();
    return first == trapFirst ? trap : Abstention.PHRASE;
  }
}
