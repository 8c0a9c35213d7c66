package dev.locomo.rag.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.python.PythonJson;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The original's prompt texts, which the user has imported, and how the original words a session
 * ({@code generative_agents/memory_utils.py} and {@code task_eval/get_session_summaries.py}).
 */
public final class ReferenceTexts {
  private static final double TEMPERATURE = 1.0;

  private final String facts;
  private final String summary;
  private final JsonNode examples;
  private final String hash;

  /**
   * @param byKey the imported texts by the keys of the import
   */
  public ReferenceTexts(UnaryOperator<String> byKey) {
    facts = byKey.apply("gen.CONVERSATION2FACTS_PROMPT");
    summary = byKey.apply("summary.inline.query");
    String json = byKey.apply("examples.fact_generation_examples_new.json");
    examples = PythonJson.loads(json);
    hash = Sha256.of(facts + "\0" + summary + "\0" + json);
  }

  String facts() {
    return facts;
  }

  String summary() {
    return summary;
  }

  JsonNode examples() {
    return examples;
  }

  String hash() {
    return hash;
  }

  /** A request with the original's settings. */
  static Ask ask(String model, List<Ask.Message> messages, int maxTokens) {
    return new Ask(model, messages, TEMPERATURE, null, maxTokens, null, false, 0);
  }

  /** The same request once more: at this temperature another reply may come. */
  static Ask repeated(Ask ask, int repetition) {
    return new Ask(
        ask.model(),
        ask.messages(),
        ask.temperature(),
        ask.topP(),
        ask.maxTokens(),
        ask.seed(),
        ask.json(),
        repetition);
  }

  static String facts(Session session) {
    var text = new StringBuilder(session.dateText()).append('\n');
    for (Turn turn : session.turns()) {
      text.append('[').append(turn.id()).append("] ");
      said(turn, " and shared ", "", text);
    }
    return text.toString();
  }

  /** The missing space before "and" is the original's. */
  static String summary(Session session) {
    var text = new StringBuilder(session.dateText()).append('\n');
    session.turns().forEach(turn -> said(turn, "and shared ", ".", text));
    return text.append('\n').toString();
  }

  private static void said(Turn turn, String shared, String end, StringBuilder text) {
    @Nullable String caption = turn.caption();
    text.append(turn.speaker()).append(" said, \"").append(turn.text()).append('"');
    if (caption != null) {
      text.append(shared).append(caption).append(end);
    }
    text.append('\n');
  }
}
