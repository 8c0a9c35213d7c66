package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonFormat;
import dev.locomo.core.python.PythonText;
import dev.locomo.gen.image.PictureStore;
import dev.locomo.gen.sample.SharedPhoto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The turns of a session as the original has them written, up to six calls each. */
final class ReferenceDialogue {
  private static final Pattern FROM_BRACKET = Pattern.compile("\\[[^\n]*+");
  private static final String END = "[END]";
  private static final int TURN_TOKENS = 100;
  private static final int QUERY_TOKENS = 20;
  private static final int REWRITE_TOKENS = 1000;
  private static final double TURN_TEMPERATURE = 1.2;

  private final Tools tools;
  private final ReferenceTurnPrompt prompt;
  private final List<ObjectNode> agents;
  private final ArrayNode session = JsonFiles.MAPPER.createArrayNode();

  /**
   * What a session uses.
   *
   * @param folder the conversation's
   * @param sample its sample id
   */
  record Tools(
      ReferenceChat chat,
      MersenneTwister draws,
      ReferenceMemory memory,
      PictureStore pictures,
      Path folder,
      String sample) {}

  ReferenceDialogue(Tools tools, ReferenceTurnPrompt prompt, ObjectNode a, ObjectNode b) {
    this.tools = tools;
    this.prompt = prompt;
    this.agents = List.of(a, b);
  }

  /** All turns. */
  ArrayNode hold(int maxTurns) throws InterruptedException {
    int speaker = tools.draws().random() < 0.5 ? 0 : 1;
    int stop = maxTurns <= 10 ? maxTurns : 10 + tools.draws().below(maxTurns - 10);
    var history = new StringBuilder(PythonValue.text(agents.get(speaker), "name")).append(": ");
    boolean[] ended = new boolean[2];
    for (int i = 0; i < maxTurns && !(ended[0] && ended[1]); i++) {
      ObjectNode turn = turn(i, speaker, i >= stop, history.toString());
      session.add(turn);
      history.append(turn.path("clean_text").textValue());
      if (turn.has("blip_caption")) {
        history.append("[shares ").append(turn.path("blip_caption").textValue()).append(']');
      }
      history.append('\n');
      ended[speaker] |= turn.path("text").textValue().endsWith(END);
      speaker = 1 - speaker;
      history.append('\n').append(name(speaker)).append(": ");
    }
    return session;
  }

  private String name(int speaker) {
    return PythonValue.shown(agents.get(speaker), "name");
  }

  private String step(int index, String what) {
    return "D" + prompt.session() + "/" + (index + 1) + "-" + what;
  }

  private ObjectNode turn(int i, int speaker, boolean stop, String history)
      throws InterruptedException {
    String query = query(i, speaker, stop);
    JsonNode last = session.isEmpty() ? null : session.get(session.size() - 1);
    if (last != null && session.size() > 1 && last.has("img_id")) {
      query += question(i, speaker, last);
    }
    var messages = List.of(new Message(Role.SYSTEM, query + history));
    String reply = tools.chat().ask(step(i, "turn"), messages, TURN_TOKENS, TURN_TEMPERATURE);
    String name = PythonValue.text(agents.get(speaker), "name");
    String text = unnamed(PythonText.strip(reply).split("\n", -1)[0], name);
    ObjectNode turn = JsonFiles.MAPPER.createObjectNode();
    turn.put("text", text).put("raw_text", text);
    share(turn, i, speaker, text);
    turn.put("speaker", name);
    turn.put("clean_text", cleaned(i, text, withoutCaption(i, text)));
    return turn.put("dia_id", "D" + prompt.session() + ":" + (i + 1));
  }

  private String query(int i, int speaker, boolean stop) {
    ObjectNode self = agents.get(speaker);
    ObjectNode other = agents.get(1 - speaker);
    String context = "";
    if (prompt.looksBack() && i == 0) {
      tools.memory().recent(self, prompt.session());
    } else if (prompt.looksBack()) {
      JsonNode last = session.get(session.size() - 1);
      String said = last.path("speaker").asText() + " says, " + last.path("clean_text").asText();
      context = tools.memory().context(self, other, said, prompt.session());
    }
    String end = stop ? tools.chat().text("gen.inline.stop_instruction") : "";
    return prompt.of(self, other, new ReferenceTurnPrompt.Moment(i, end, context));
  }

  private String question(int i, int speaker, JsonNode last) throws InterruptedException {
    String ask =
        tools
            .chat()
            .format(
                "gen.VISUAL_QUESTION_PROMPT",
                PythonValue.shown(agents.get(0), "persona_summary"),
                PythonValue.shown(agents.get(1), "persona_summary"),
                name(1 - speaker),
                last.path("clean_text").asText(),
                "shares " + last.path("blip_caption").asText(),
                name(speaker));
    String question = PythonText.strip(tools.chat().ask(step(i, "question"), ask, TURN_TOKENS));
    return tools.chat().format("gen.inline.photo_question", name(1 - speaker), question);
  }

  private static String unnamed(String line, String name) {
    if (!line.startsWith(name)) {
      return line;
    }
    String rest = PythonText.strip(line.substring(name.length()));
    if (rest.isEmpty()) {
      throw new PythonError("IndexError", "string index out of range");
    }
    return rest.startsWith(":") ? PythonText.strip(rest.substring(1)) : rest;
  }

  private void share(ObjectNode turn, int i, int speaker, String text) throws InterruptedException {
    String caption = bracketed(text);
    if (!(caption.contains("share") || caption.contains("Share"))) {
      return;
    }
    String ask = tools.chat().percent("gen.DIALOG2IMAGE_QUERY_PROMPT", text);
    String query = PythonText.strip(tools.chat().ask(step(i, "query"), ask, QUERY_TOKENS));
    var id = new TurnId(prompt.session(), i + 1);
    var place = new PictureStore.Place(tools.sample(), tools.folder(), id, speaker == 0);
    Optional<SharedPhoto> found = tools.pictures().find(query, new HashSet<>(), place);
    if (found.isPresent()) {
      SharedPhoto photo = found.get();
      turn.putArray("img_url").add(photo.url());
      turn.putArray("img_file").add(photo.file());
      turn.put("img_id", i).put("query", query).put("caption", caption);
      turn.put("blip_caption", photo.caption());
    }
  }

  /** What {@code \[.*\]} finds first, in one pass; empty when it finds nothing. */
  private static String bracketed(String text) {
    return FROM_BRACKET
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(rest -> rest.indexOf(']') > 0)
        .map(rest -> rest.substring(0, rest.lastIndexOf(']') + 1))
        .findFirst()
        .orElse("");
  }

  private String withoutCaption(int i, String said) throws InterruptedException {
    String text = said.replace(END, "");
    String caption = bracketed(text);
    if (caption.isEmpty()) {
      return text;
    }
    String bare = text.replace(caption, "");
    if (isSpace(bare)) {
      return "";
    }
    String inner = caption.substring(1, caption.length() - 1);
    String rewrite = tools.chat().ask(step(i, "rewrite"), rewriting(inner), REWRITE_TOKENS, 1.0);
    Set<String> words = new LinkedHashSet<>(PythonText.split(bare));
    var kept = new HashSet<>(words);
    kept.retainAll(new HashSet<>(PythonText.split(rewrite)));
    return kept.size() < 0.5 * words.size() ? bare : rewrite;
  }

  private List<Message> rewriting(String inner) {
    JsonNode task = tools.chat().examples("image_sharing_examples.json");
    var messages = new ArrayList<Message>();
    messages.add(new Message(Role.SYSTEM, task.path("prompt").asText()));
    for (JsonNode example : task.path("examples")) {
      var values = new ArrayList<String>();
      example.path("input").forEach(value -> values.add(value.asText()));
      String input =
          PythonFormat.format(task.path("input_format").asText(), values.toArray(String[]::new));
      messages.add(new Message(Role.USER, input));
      messages.add(new Message(Role.SYSTEM, example.path("output").asText()));
    }
    messages.add(new Message(Role.USER, inner));
    return messages;
  }

  private String cleaned(int i, String said, String text) throws InterruptedException {
    if (isSpace(text)) {
      return "";
    }
    if (said.contains(END)) {
      return text;
    }
    String ask = tools.chat().percent("gen.CASUAL_DIALOG_PROMPT", text);
    return PythonText.strip(tools.chat().ask(step(i, "casual"), ask, TURN_TOKENS));
  }

  /** Python's {@code isspace}: false for an empty text. */
  private static boolean isSpace(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(PythonText::isSpace);
  }
}
