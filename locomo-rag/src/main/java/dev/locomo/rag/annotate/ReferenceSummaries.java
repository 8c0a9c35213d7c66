package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.util.List;

/**
 * Asks for a summary as the original's {@code task_eval/get_session_summaries.py} does, and takes
 * any reply that says something, one that was cut off too.
 */
public final class ReferenceSummaries implements Prompting<String> {
  private static final String ID = "reference summaries";
  private static final int MAX_TOKENS = 256;

  private final ReferenceTexts texts;
  private final String model;

  /**
   * @param texts the original's
   * @param model its name as the provider knows it
   */
  public ReferenceSummaries(ReferenceTexts texts, String model) {
    this.texts = texts;
    this.model = model;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String hash() {
    return Sha256.of(ID + texts.hash());
  }

  @Override
  public Ask ask(Conversation talk, Session session) {
    String text = texts.summary() + ReferenceTexts.summary(session);
    return ReferenceTexts.ask(model, List.of(new Ask.Message(Ask.Role.SYSTEM, text)), MAX_TOKENS);
  }

  @Override
  public Ask again(Ask asked, Reply reply, String wrong, int tries) {
    return ReferenceTexts.repeated(asked, tries);
  }

  @Override
  public String read(Conversation talk, Session session, Reply reply) throws Unreadable {
    if (reply.text().isBlank()) {
      throw new Unreadable("the reply is empty");
    }
    return reply.text();
  }
}
