package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.core.text.TurnText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Our prompts, and what both annotations share of them. */
final class OwnPrompts {
  static final String VERSION = "1";

  private static final PromptTexts TEXTS =
      new PromptTexts(
          OwnPrompts.class, VERSION, List.of("system", "observations", "summary", "again"));

  /** Of a reply that is sent back, so much is enough to see its form. */
  private static final int SHOWN = 600;

  private OwnPrompts() {}

  static PromptTexts texts() {
    return TEXTS;
  }

  static Ask ask(Form form, String prompt, Conversation talk, Session session) {
    var slots =
        Map.of(
            "speaker_a", talk.speakerA(),
            "speaker_b", talk.speakerB(),
            "date", session.dateText().isEmpty() ? "unknown" : session.dateText(),
            "session",
                session.turns().stream().map(OwnPrompts::line).collect(Collectors.joining("\n")),
            "id", session.turns().getFirst().id().toString());
    return form.ask(
        TEXTS.fill("system", slots), TEXTS.fill(prompt, slots), prompt.equals("observations"));
  }

  private static String line(Turn turn) {
    return "[" + turn.id() + "] " + TurnText.line(turn);
  }

  /** One more message would do, but not every provider takes two of one speaker in a row. */
  static Ask again(Ask asked, Reply reply, String wrong) {
    String said = reply.text().strip();
    String begin = said.length() > SHOWN ? said.substring(0, SHOWN) + " ..." : said;
    String told =
        TEXTS.fill("again", Map.of("reply", begin.isEmpty() ? "(empty)" : begin, "wrong", wrong));
    var system = asked.messages().getFirst();
    var user = asked.messages().getLast();
    return new Ask(
        asked.model(),
        List.of(system, new Ask.Message(user.role(), user.text() + "\n\n" + told)),
        asked.temperature(),
        asked.topP(),
        asked.maxTokens(),
        asked.seed(),
        asked.json(),
        asked.repetition());
  }
}
