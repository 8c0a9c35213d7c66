package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.core.text.TurnText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Models asked by our own prompts. A reply that cannot be read is asked for again in one message
 * with the first request, since not every provider takes two messages of one speaker in a row.
 *
 * @param model its name as the provider knows it
 * @param replyTokens most tokens of a reply, at least 1
 * @param seed the provider's sampling seed
 * @param tries most replies to one session, at least 1
 */
public record OwnAnnotators(String model, int replyTokens, long seed, int tries)
    implements Annotator.Kinds {
  private static final String VERSION = "1";

  /** Changes when the reading of replies or the rendering of sessions does. */
  private static final String RULES = "rules-1";

  private static final PromptTexts TEXTS =
      new PromptTexts(
          OwnAnnotators.class, VERSION, List.of("system", "observations", "summary", "again"));

  /** Of a reply that is sent back, so much is enough to see its form. */
  private static final int SHOWN = 600;

  /** Asks for facts as a JSON object of the speakers; other common shapes are read too. */
  @Override
  public Annotator.ByModel<List<Observation>> observations() {
    return annotator(
        "observations@" + VERSION,
        "observations",
        (talk, session, reply) -> FactsReply.read(reply.whole(), new FactCheck(talk, session)));
  }

  /** Asks for a paragraph. */
  @Override
  public Annotator.ByModel<String> summaries() {
    return annotator("summaries@" + VERSION, "summary", (_, _, reply) -> paragraph(reply.whole()));
  }

  private <T> Annotator.ByModel<T> annotator(
      String id, String prompt, Annotator.SessionReader<T> reader) {
    return new Annotator.ByModel<>(
        id,
        Sha256.of(id + RULES + TEXTS.hash()),
        (talk, session) -> ask(prompt, talk, session),
        Repeat.upTo(tries, (first, reply, wrong, _) -> first.plus("\n\n" + again(reply, wrong))),
        reader);
  }

  private Ask ask(String prompt, Conversation talk, Session session) {
    var slots =
        Map.of(
            "speaker_a", talk.speakerA(),
            "speaker_b", talk.speakerB(),
            "date", session.dateText().isEmpty() ? "unknown" : session.dateText(),
            "session",
                session.turns().stream().map(OwnAnnotators::line).collect(Collectors.joining("\n")),
            "id", session.turns().getFirst().id().toString());
    return Ask.of(model, TEXTS.fill("system", slots), TEXTS.fill(prompt, slots), replyTokens)
        .seeded(seed)
        .json(prompt.equals("observations"));
  }

  private static String line(Turn turn) {
    return "[" + turn.id() + "] " + TurnText.line(turn);
  }

  private static String again(Reply reply, String wrong) {
    String said = reply.text().strip();
    String begin = said.length() > SHOWN ? said.substring(0, SHOWN) + " ..." : said;
    return TEXTS.fill(
        "again", Map.of("reply", begin.isEmpty() ? "(empty)" : begin, "wrong", wrong));
  }

  private static String paragraph(ReplyText reply) throws Unreadable {
    String text = reply.unfenced();
    if (text.isEmpty()) {
      throw new Unreadable("the reply is empty; expected a paragraph");
    }
    return text;
  }
}
