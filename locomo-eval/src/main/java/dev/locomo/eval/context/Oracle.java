package dev.locomo.eval.context;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.rag.passage.Passage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A perfect memory: "retrieves" the gold evidence turns, and nothing else. It is the one retrieval
 * that knows gold, and it is built from gold openly; a question without readable evidence gets an
 * empty context.
 */
public final class Oracle implements Retrieval {
  private final Map<QuestionId, List<Passage>> evidence = new HashMap<>();

  /** Of one conversation. */
  public Oracle(Sample sample) {
    var conversation = sample.conversation();
    var turns = conversation.turnsById();
    for (var question : sample.questions()) {
      var passages = new ArrayList<Passage>();
      for (TurnId id : TurnId.namedIn(question.evidence())) {
        var turn = turns.get(id);
        if (turn != null) {
          String date = conversation.session(id.session()).map(s -> s.dateText()).orElse("");
          passages.add(new Passage(text(turn), date, id.session(), List.of(id.toString())));
        }
      }
      evidence.put(question.id(), passages);
    }
  }

  static String text(Turn turn) {
    return TurnText.guardedLine(turn).strip();
  }

  @Override
  public List<Passage> passages(Probe probe) {
    return evidence.getOrDefault(probe.id(), List.of());
  }
}
