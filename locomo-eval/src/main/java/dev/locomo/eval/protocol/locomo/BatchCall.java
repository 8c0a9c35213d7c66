package dev.locomo.eval.protocol.locomo;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.eval.context.Context;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.UnreadableReply;
import java.util.ArrayList;
import java.util.List;

/** Several questions about one conversation in one request, answered as a JSON object. */
record BatchCall(LocomoProtocol protocol, Asked asked, List<Probe> probes) implements Call {
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
    var texts =
        Replies.numbered(reply.text(), probes.size())
            .orElseThrow(() ->
                new UnreadableReply(
                    reply, "expected a JSON object with the keys 1 to " + probes.size()));
    var answers = new ArrayList<Answer>();
    texts.forEach(text -> answers.add(new Answer(text, reply, context.ids())));
    return answers;
  }

  /** A batch shares one context, so it cannot be retrieved question by question. */
  private Context context() {
    return protocol.context(asked, probes.getFirst(), questions(), replyTokens());
  }

  private Ask ask(Context context) {
    var slots = protocol.slots(context);
    slots.put("count", Integer.toString(probes.size()));
    slots.put("questions", questions());
    return protocol.ask(asked, "batch", slots, replyTokens());
  }

  private int replyTokens() {
    return protocol.replyTokens() * probes.size();
  }

  private String questions() {
    var lines = new StringBuilder();
    for (int i = 0; i < probes.size(); i++) {
      lines.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(probes.get(i).text());
    }
    return lines.toString();
  }
}
