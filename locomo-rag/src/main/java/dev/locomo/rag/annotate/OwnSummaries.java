package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;

/** Asks for a paragraph. */
public final class OwnSummaries implements Prompting<String> {
  private static final String RULES = "rules-1";

  private final Form form;

  /** Asks by this form. */
  public OwnSummaries(Form form) {
    this.form = form;
  }

  @Override
  public String id() {
    return "summaries@" + OwnPrompts.VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(id() + RULES + OwnPrompts.texts().hash());
  }

  @Override
  public Ask ask(Conversation talk, Session session) {
    return OwnPrompts.ask(form, "summary", talk, session);
  }

  @Override
  public Ask again(Ask asked, Reply reply, String wrong, int tries) {
    return OwnPrompts.again(asked, reply, wrong);
  }

  @Override
  public String read(Conversation talk, Session session, Reply reply) throws Unreadable {
    ReplyText.requireWhole(reply);
    String text = ReplyText.unfenced(reply.text());
    if (text.isEmpty()) {
      throw new Unreadable("the reply is empty; expected a paragraph");
    }
    return text;
  }
}
