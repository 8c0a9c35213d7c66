package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.util.List;

/**
 * Has a model annotate, and asks again, saying what is wrong, when its reply cannot be read.
 *
 * @param prompting how it is asked
 * @param tries most replies to one session, at least 1
 * @param <T> what one session gives
 */
public record ModelAnnotator<T>(Prompting<T> prompting, int tries) implements Annotator<T> {
  @Override
  public String id() {
    return prompting.id();
  }

  @Override
  public String hash() {
    return prompting.hash();
  }

  @Override
  public List<Ask> asks(Sample sample, Session session) {
    return List.of(prompting.ask(sample.conversation(), session));
  }

  @Override
  public T annotate(Sample sample, Session session, Calls steps)
      throws InterruptedException, Unreadable {
    Ask first = prompting.ask(sample.conversation(), session);
    Ask ask = first;
    for (int n = 1; ; n++) {
      Reply reply = steps.ask(sample.id() + "/S" + session.number() + "/" + n, ask);
      try {
        return prompting.read(sample.conversation(), session, reply);
      } catch (Unreadable e) {
        if (n == tries) {
          throw e;
        }
        ask = prompting.again(first, reply, e.wrong(), n);
      }
    }
  }
}
