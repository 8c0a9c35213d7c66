package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.util.List;

/** Asks for facts as a JSON object of the speakers; a reply of other common shapes is read too. */
public final class OwnObservations implements Prompting<List<Observation>> {
  /** Changes when the reading of replies or the rendering of sessions does. */
  private static final String RULES = "rules-1";

  private final Form form;

  /** Asks by this form. */
  public OwnObservations(Form form) {
    this.form = form;
  }

  @Override
  public String id() {
    return "observations@" + OwnPrompts.VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(id() + RULES + OwnPrompts.texts().hash());
  }

  @Override
  public Ask ask(Conversation talk, Session session) {
    return OwnPrompts.ask(form, "observations", talk, session);
  }

  @Override
  public Ask again(Ask asked, Reply reply, String wrong, int tries) {
    return OwnPrompts.again(asked, reply, wrong);
  }

  @Override
  public List<Observation> read(Conversation talk, Session session, Reply reply) throws Unreadable {
    ReplyText.requireWhole(reply);
    return FactsReply.read(reply.text(), new FactCheck(talk, session));
  }
}
