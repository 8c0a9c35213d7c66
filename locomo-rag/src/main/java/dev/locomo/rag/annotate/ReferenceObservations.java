package dev.locomo.rag.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for facts as the original's {@code task_eval/get_facts.py} does. Its reply is read as there;
 * facts must besides name a speaker and turns of the session, and ids are kept as written.
 */
public final class ReferenceObservations implements Prompting<List<Observation>> {
  /** After so many replies without JSON the original exits. */
  public static final int TRIES = 10;

  private static final String ID = "reference observations";
  private static final int MAX_TOKENS = 500;

  private final ReferenceTexts texts;
  private final String model;

  /**
   * @param texts the original's
   * @param model its name as the provider knows it
   */
  public ReferenceObservations(ReferenceTexts texts, String model) {
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
    String prefix = texts.examples().path("input_prefix").asText();
    var messages = new ArrayList<Ask.Message>();
    messages.add(new Ask.Message(Ask.Role.SYSTEM, texts.facts()));
    for (JsonNode example : texts.examples().path("examples")) {
      messages.add(new Ask.Message(Ask.Role.USER, prefix + example.path("input").asText()));
      messages.add(new Ask.Message(Ask.Role.SYSTEM, JsonDump.text(example.path("output"))));
    }
    messages.add(new Ask.Message(Ask.Role.USER, prefix + ReferenceTexts.facts(session)));
    return ReferenceTexts.ask(model, messages, MAX_TOKENS);
  }

  @Override
  public Ask again(Ask asked, Reply reply, String wrong, int tries) {
    return ReferenceTexts.repeated(asked, tries);
  }

  @Override
  public List<Observation> read(Conversation talk, Session session, Reply reply) throws Unreadable {
    JsonNode json = json(reply.text());
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
    var written = new ArrayList<String>();
    if (ids.isTextual()) {
      written.add(ids.textValue());
    }
    ids.forEach(id -> written.add(id.asText()));
    return written;
  }
}
