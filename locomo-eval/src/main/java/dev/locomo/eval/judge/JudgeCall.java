package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.eval.protocol.Call;
import java.util.List;

/**
 * One answer before one judge, once. The reply is kept as it came: whether it is a verdict is for
 * those who read it, so that an unreadable one is a result and not a reason to ask again.
 */
record JudgeCall(Judge judge, Judged judged, int repetition) implements Call {
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
  public List<Answer> answer(ChatLlm llm) throws InterruptedException {
    var reply = llm.ask(ask());
    return List.of(new Answer(reply.text(), reply, List.of()));
  }
}
