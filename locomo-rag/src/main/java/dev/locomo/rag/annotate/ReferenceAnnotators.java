package dev.locomo.rag.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonJson;
import dev.locomo.core.text.Thoughts;
import dev.locomo.core.text.TurnText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Models asked as the original asks ({@code task_eval/get_facts.py}, {@code
 * task_eval/get_session_summaries.py} and {@code generative_agents/memory_utils.py}), by its prompt
 * texts, which the user has imported. A request is repeated as it was: at this temperature another
 * reply may come.
 */
public final class ReferenceAnnotators implements Annotator.Kinds {
  /** After so many replies without JSON the original exits. */
  public static final int TRIES = 10;

  private static final double TEMPERATURE = 1.0;
  private static final int FACT_TOKENS = 500;
  private static final int SUMMARY_TOKENS = 256;

  private final String facts;
  private final String summary;
  private final JsonNode examples;
  private final String hash;
  private final String model;
  private final Repeat repeat;

  /**
   * @param byKey the imported texts by the keys of the import
   * @param tries most replies to one session, at least 1
   */
  public ReferenceAnnotators(UnaryOperator<String> byKey, String model, int tries) {
    facts = byKey.apply("gen.CONVERSATION2FACTS_PROMPT");
    summary = byKey.apply("summary.inline.query");
    String json = byKey.apply("examples.fact_generation_examples_new.json");
    examples = PythonJson.loads(json);
    hash = Sha256.of(facts + "\0" + summary + "\0" + json);
    this.model = model;
    repeat = Repeat.upTo(tries, (first, _, _, attempt) -> first.repeated(attempt));
  }

  /**
   * Replies are read as in the original; facts must besides name a speaker and turns of the
   * session, and ids are kept as written.
   */
  @Override
  public Annotator.ByModel<List<Observation>> observations() {
    String id = "reference observations";
    return new Annotator.ByModel<>(
        id,
        Sha256.of(id + hash),
        (_, session) -> ask(session),
        repeat,
        (talk, session, reply) -> facts(talk, session, said(reply)));
  }

  /** As it came, white space included, but for thoughts. */
  private static String said(ReplyText reply) {
    return Thoughts.without(reply.reply().text());
  }

  /** Any reply that says something is a summary, one that was cut off too. */
  @Override
  public Annotator.ByModel<String> summaries() {
    String id = "reference summaries";
    return new Annotator.ByModel<>(
        id,
        Sha256.of(id + hash),
        (_, session) -> {
          var message = new Ask.Message(Ask.Role.SYSTEM, summary + summarized(session));
          return ask(List.of(message), SUMMARY_TOKENS);
        },
        repeat,
        (_, _, reply) -> {
          if (reply.text().isBlank()) {
            throw new Unreadable("the reply is empty");
          }
          return said(reply);
        });
  }

  private Ask ask(Session session) {
    String prefix = examples.path("input_prefix").asText();
    var messages = new ArrayList<Ask.Message>();
    messages.add(new Ask.Message(Ask.Role.SYSTEM, facts));
    for (JsonNode example : examples.path("examples")) {
      messages.add(new Ask.Message(Ask.Role.USER, prefix + example.path("input").asText()));
      messages.add(new Ask.Message(Ask.Role.SYSTEM, JsonDump.text(example.path("output"))));
    }
    messages.add(new Ask.Message(Ask.Role.USER, prefix + withIds(session)));
    return ask(messages, FACT_TOKENS);
  }

  private Ask ask(List<Ask.Message> messages, int maxTokens) {
    return new Ask(model, messages, TEMPERATURE, null, maxTokens, null, false, 0);
  }

  private static List<Observation> facts(Conversation talk, Session session, String reply)
      throws Unreadable {
    JsonNode json = json(reply);
    if (!json.isObject()) {
      throw new Unreadable("the reply is no JSON object");
    }
    var facts = new FactCheck(talk, session);
    for (var member : json.properties()) {
      String speaker = facts.requireSpeaker(member.getKey());
      for (JsonNode fact : member.getValue()) {
        if (!fact.isArray() || fact.size() != 2 || !fact.get(0).isTextual()) {
          throw new Unreadable("a fact of " + speaker + " is no [fact, turn id] pair");
        }
        facts.addAsWritten(speaker, fact.get(0).textValue(), ids(fact.get(1)));
      }
    }
    return facts.facts();
  }

  private static JsonNode json(String text) throws Unreadable {
    try {
      return PythonJson.loads(text.strip().replace("json", "").strip());
    } catch (PythonError e) {
      throw new Unreadable("the reply is no JSON (" + e.getMessage() + ")");
    }
  }

  private static List<String> ids(JsonNode ids) {
    return ids.isTextual()
        ? List.of(ids.textValue())
        : ids.valueStream().map(JsonNode::asText).toList();
  }

  private static String withIds(Session session) {
    return session.turns().stream()
        .map(turn -> "[" + turn.id() + "] " + TurnText.quoted(turn.cleaned()) + "\n")
        .collect(Collectors.joining("", session.dateText() + "\n", ""));
  }

  /** The missing space before "and" is the original's. */
  private static String summarized(Session session) {
    return session.turns().stream()
        .map(turn -> {
          String caption = turn.caption();
          String shared = caption == null ? "" : "and shared " + caption + ".";
          return turn.speaker() + " said, \"" + turn.text() + "\"" + shared + "\n";
        })
        .collect(Collectors.joining("", session.dateText() + "\n", "\n"));
  }
}
