package dev.locomo.eval.dialog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.text.PromptTexts;
import dev.locomo.eval.context.Pictures;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.PictureForm.Candidates.Candidate;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.rag.passage.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has a model write the next message. */
public final class ModelWriter implements TurnWriter {
  /** Version of the prompts. */
  public static final String VERSION = "2";

  /** Changes when the reading of replies or the rendering of histories does. */
  private static final String RULES = "rules-3";

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

  private static final Repeat AGAIN =
      Repeat.upTo(
          TRIES,
          (first, _, wrong, _) -> first.plus("\n\n" + TEXTS.fill("again", Map.of("wrong", wrong))));

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
  public record Form(String model, int replyTokens, PictureForm picture, Candidates candidates) {}

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
  public TurnContent say(Target target, Calls calls) throws InterruptedException, Unreadable {
    return calls.ask(
        target.name(),
        ask(target),
        AGAIN,
        reply -> TurnReply.read(reply, target, picture(target), captions(target)));
  }

  /** Nothing is asked for where there is nothing to choose among. */
  private PictureForm picture(Target target) {
    return chooses() && captions(target).isEmpty() ? PictureForm.NONE : form.picture();
  }

  private boolean chooses() {
    return form.picture() == PictureForm.CANDIDATES;
  }

  private List<String> captions(Target target) {
    return chooses()
        ? form.candidates().of(target).stream().map(Candidate::caption).toList()
        : List.of();
  }

  private Ask ask(Target target) {
    String speaker = target.turn().speaker();
    String date = target.session().dateText();
    var shown = history.of(target);
    var pictures = new ArrayList<>(shown.pictures());
    pictures.addAll(chooses() ? form.candidates().sent(target) : List.of());
    var slots =
        Map.of(
            "speaker",
            speaker,
            "other",
            target.other(),
            "date",
            date.isEmpty() ? "an unknown date" : date,
            "history",
            shown.text(),
            "knowledge",
            knowledge(target),
            "candidates",
            chooses() ? form.candidates().listed(target) : "");
    String picture = "picture-" + picture(target).label();
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
    String told = system + Pictures.told(pictures);
    return Ask.of(form.model(), told, TEXTS.fill("message", slots), form.replyTokens())
        .showing(pictures)
        .seeded(form.candidates().seed())
        .json(true);
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

  /**
   * Reads a generated turn from a reply: the JSON object that was asked for, with or without words
   * and fences round it, or the bare message.
   */
  static final class TurnReply {
    private static final Set<String> NO_PICTURE = Set.of("", "null", "none", "no", "0");
    private static final Pattern PICTURE =
        Pattern.compile("\\[(?:picture|image|photo):([^\\[\\]]*)]\\s*$", Pattern.CASE_INSENSITIVE);

    private TurnReply() {}

    /**
     * @param form how the picture was asked for
     * @param candidates the pictures at hand; empty unless it was asked for by number
     */
    static TurnContent read(
        ReplyText reply, Target target, PictureForm form, List<String> candidates)
        throws Unreadable {
      switch (reply.finish()) {
        case LENGTH -> throw new Unreadable("it was cut off at the token limit; be shorter");
        case FILTERED -> throw new Unreadable("it was stopped by the provider's filter");
        case STOP, THOUGHT, OTHER -> {}
      }
      if (reply.text().indexOf('{') < 0) {
        return bare(reply.text(), target, form);
      }
      JsonNode json = json(reply.between('{', '}'));
      JsonNode said = json.path("text");
      if (!said.isTextual() || said.textValue().isBlank()) {
        throw new Unreadable("its \"text\" is missing or empty");
      }
      return new TurnContent(said.textValue().strip(), image(json.path("image"), form, candidates));
    }

    private static JsonNode json(String text) throws Unreadable {
      try {
        return JsonFiles.MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        throw new Unreadable("it is no valid JSON object");
      }
    }

    private static @Nullable String image(JsonNode image, PictureForm form, List<String> candidates)
        throws Unreadable {
      String written = image.isNull() ? "" : image.asText("").strip();
      if (form == PictureForm.NONE || NO_PICTURE.contains(written.toLowerCase(Locale.ROOT))) {
        return null;
      }
      if (form != PictureForm.CANDIDATES) {
        return written;
      }
      int number = written.matches("\\d{1,4}") ? Integer.parseInt(written) : -1;
      if (number < 1 || number > candidates.size()) {
        throw new Unreadable(
            "its \"image\" is \""
                + shortened(written)
                + "\"; expected null or a number from 1 to "
                + candidates.size());
      }
      return candidates.get(number - 1);
    }

    private static String shortened(String text) {
      return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private static TurnContent bare(String text, Target target, PictureForm form)
        throws Unreadable {
      String said = text;
      if (said.startsWith(target.turn().speaker() + ":")) {
        said = said.substring(target.turn().speaker().length() + 1).strip();
      }
      Matcher picture = PICTURE.matcher(said);
      String image = null;
      if (picture.find()) {
        boolean kept = form == PictureForm.CAPTION || form == PictureForm.QUERY;
        String shown = picture.group(1).strip();
        image = kept && !shown.isEmpty() ? shown : null;
        said = said.substring(0, picture.start()).strip();
      }
      if (said.isEmpty()) {
        throw new Unreadable("it is empty");
      }
      return new TurnContent(said, image);
    }
  }
}
