package dev.locomo.eval.protocol.locomo;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import java.util.List;

/** One question, answered in the model's own words. */
record FreeCall(LocomoProtocol protocol, Asked asked, Probe probe) implements Call {
  @Override
  public List<Probe> probes() {
    return List.of(probe);
  }

  @Override
  public String form() {
    return "free";
  }

  @Override
  public Ask ask() {
    return ask(context());
  }

  @Override
  public List<Answer> answer(ChatLlm llm) throws InterruptedException {
    Context context = context();
    var reply = llm.ask(ask(context));
    return List.of(new Answer(Replies.shortAnswer(reply.text()), reply, context.ids()));
  }

  private Context context() {
    return protocol.context(asked, probe, probe.text(), protocol.replyTokens());
  }

  private Ask ask(Context context) {
    var slots = protocol.slots(context);
    slots.put("question", probe.text());
    return protocol.ask(asked, "question", slots, protocol.replyTokens());
  }
}
