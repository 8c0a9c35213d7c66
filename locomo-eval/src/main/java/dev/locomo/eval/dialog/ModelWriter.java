package dev.locomo.eval.dialog;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.rag.passage.Passage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Has a model write the next message. */
public final class ModelWriter implements TurnWriter {
  /** Version of the prompts. */
  public static final String VERSION = "1";

  /** Changes when the reading of replies or the rendering of histories does. */
  private static final String RULES = "rules-1";

  /** Most replies to one turn. */
  private static final int TRIES = 3;

  private static final PromptTexts TEXTS =
      new PromptTexts(
          ModelWriter.class,
          VERSION,
          List.of(
              "system",
              "picture-none",
              "picture-caption",
              "picture-query",
              "picture-candidates",
              "message",
              "knowledge",
              "again"));

  private final Form form;
  private final History history;
  private final Knowledge knowledge;

  /**
   * How it is asked.
   *
   * @param model its name as the provider knows it
   * @param replyTokens most tokens of a reply, at least 1
   * @param picture in which form a picture is asked for
   * @param candidates the pictures at hand, where one is chosen
   */
  public record Form(String model, int replyTokens, Picture picture, Candidates candidates) {}

  /**
   * @param form how it is asked
   * @param history what it sees of the conversation
   * @param knowledge what it sees besides
   */
  public ModelWriter(Form form, History history, Knowledge knowledge) {
    this.form = form;
    this.history = history;
    this.knowledge = knowledge;
  }

  @Override
  public String id() {
    return "dialog@" + VERSION;
  }

  @Override
  public String hash() {
    return Sha256.of(id() + RULES + TEXTS.hash());
  }

  @Override
  public List<Ask> asks(Target target) {
    return List.of(ask(target, ""));
  }

  @Override
  public Said say(Target target, Calls steps) throws InterruptedException, NothingSaid {
    Ask ask = ask(target, "");
    for (int n = 1; ; n++) {
      Reply reply = steps.ask(target.name() + "/" + n, ask);
      try {
        return SaidReply.read(reply, target, form.picture(), candidates(target));
      } catch (SaidReply.Unreadable e) {
        if (n == TRIES) {
          throw new NothingSaid("no usable reply: " + e.wrong());
        }
        ask = ask(target, "\n\n" + TEXTS.fill("again", Map.of("wrong", e.wrong())));
      }
    }
  }

  private List<String> candidates(Target target) {
    return form.picture() == Picture.CANDIDATES ? form.candidates().of(target) : List.of();
  }

  private Ask ask(Target target, String more) {
    String speaker = target.turn().speaker();
    String date = target.session().dateText();
    var slots =
        Map.of(
            "speaker", speaker,
            "other", target.other(),
            "date", date.isEmpty() ? "an unknown date" : date,
            "history", history.of(target).text(),
            "knowledge", knowledge(target),
            "candidates", numbered(candidates(target)));
    String picture = "picture-" + form.picture().label();
    String system =
        TEXTS.fill(
            "system",
            Map.of(
                "speaker",
                speaker,
                "other",
                target.other(),
                "picture",
                TEXTS.fill(picture, slots)));
    return new Ask(
        form.model(),
        List.of(
            new Ask.Message(Ask.Role.SYSTEM, system),
            new Ask.Message(Ask.Role.USER, TEXTS.fill("message", slots) + more)),
        0.0,
        null,
        form.replyTokens(),
        form.candidates().seed(),
        true,
        0);
  }

  private static String numbered(List<String> captions) {
    return IntStream.range(0, captions.size())
        .mapToObj(i -> (i + 1) + ". " + captions.get(i))
        .collect(Collectors.joining("\n"));
  }

  private String knowledge(Target target) {
    List<Passage> notes = knowledge.of(target);
    if (notes.isEmpty()) {
      return "";
    }
    String lines =
        notes.stream()
            .map(note ->
                "- " + (note.date().isEmpty() ? "" : "[" + note.date() + "] ") + note.text())
            .collect(Collectors.joining("\n"));
    return TEXTS.fill("knowledge", Map.of("notes", lines)) + "\n\n";
  }
}
