package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.List;

/** Facts, reflections and summaries of a session as the original asks for them. */
record ReferenceNotes(ReferenceChat chat) {
  private static final int FACT_TOKENS = 500;
  private static final int INSIGHT_TOKENS = 300;
  private static final int SUMMARY_TOKENS = 150;

  /** The facts, as they come. */
  JsonNode facts(ObjectNode agent, int session) throws InterruptedException {
    JsonNode task = chat.examples("fact_generation_examples_new.json");
    String prefix = task.path("input_prefix").asText();
    var messages = new ArrayList<Message>();
    messages.add(new Message(Role.SYSTEM, chat.text("gen.CONVERSATION2FACTS_PROMPT")));
    for (JsonNode example : task.path("examples")) {
      messages.add(new Message(Role.USER, prefix + example.path("input").asText()));
      messages.add(new Message(Role.SYSTEM, JsonDump.text(example.path("output"))));
    }
    var talk = new StringBuilder(date(agent, session)).append('\n');
    for (JsonNode turn : agent.path("session_" + session)) {
      talk.append('[').append(turn.path("dia_id").asText()).append("] ");
      talk.append(turn.path("speaker").asText()).append(" said, \"");
      talk.append(turn.path("clean_text").asText(turn.path("text").asText())).append('"');
      if (turn.has("blip_caption")) {
        talk.append(" and shared ").append(turn.path("blip_caption").asText());
      }
      talk.append('\n');
    }
    messages.add(new Message(Role.USER, prefix + talk));
    return chat.trials("D" + session + "/facts", messages, FACT_TOKENS);
  }

  private static String date(ObjectNode agent, int session) {
    return ReferenceCrash.text("D" + session, agent, "session_" + session + "_date_time");
  }

  /** What both agents understood: self of a, self of b, a on b, b on a. */
  List<ObjectNode> reflections(ObjectNode a, ObjectNode b, int session)
      throws InterruptedException {
    var talk = new StringBuilder(date(a, session)).append('\n');
    for (JsonNode turn : a.path("session_" + session)) {
      talk.append(turn.path("speaker").asText()).append(" said, \"");
      talk.append(turn.path("clean_text").asText()).append("\"\n");
    }
    String said = talk.toString();
    JsonNode selfA = self(a, session, said, "a");
    JsonNode selfB = self(b, session, said, "b");
    JsonNode aOnB = other(a, b, session, said, "a");
    JsonNode bOnA = other(b, a, session, said, "b");
    return List.of(insights(selfA, aOnB), insights(selfB, bOnA));
  }

  private JsonNode self(ObjectNode agent, int session, String said, String which)
      throws InterruptedException {
    String name = ReferenceCrash.text("reflection", agent, "name");
    String prompt;
    if (session == 1) {
      prompt = chat.format("gen.SELF_REFLECTION_INIT_PROMPT", said, name);
    } else {
      String before = before(agent, session, "self");
      prompt = chat.format("gen.SELF_REFLECTION_CONTINUE_PROMPT", name, before, said, name);
    }
    return asked("D" + session + "/self-" + which, prompt);
  }

  private JsonNode other(ObjectNode agent, ObjectNode about, int session, String said, String which)
      throws InterruptedException {
    String name = ReferenceCrash.text("reflection", agent, "name");
    String whom = ReferenceCrash.text("reflection", about, "name");
    String prompt;
    if (session == 1) {
      prompt = chat.format("gen.REFLECTION_INIT_PROMPT", said, name, whom);
    } else {
      String[] slots = {name, whom, before(agent, session, "other"), said, name, whom};
      prompt = chat.format("gen.REFLECTION_CONTINUE_PROMPT", slots);
    }
    return asked("D" + session + "/other-" + which, prompt);
  }

  private JsonNode asked(String step, String prompt) throws InterruptedException {
    return chat.trials(step, List.of(new Message(Role.SYSTEM, prompt)), INSIGHT_TOKENS);
  }

  private static String before(ObjectNode agent, int session, String whom) {
    String step = "D" + session + "/reflection";
    JsonNode last = ReferenceCrash.key(step, agent, "session_" + (session - 1) + "_reflection");
    var lines = new ArrayList<String>();
    ReferenceCrash.array(step, last, whom).forEach(line -> lines.add(line.asText()));
    return String.join("\n", lines);
  }

  private static ObjectNode insights(JsonNode self, JsonNode other) {
    ObjectNode insights = JsonFiles.MAPPER.createObjectNode();
    insights.set("self", listed(self));
    insights.set("other", listed(other));
    return insights;
  }

  private static JsonNode listed(JsonNode reply) {
    if (!reply.isObject()) {
      return reply;
    }
    ArrayNode values = JsonFiles.MAPPER.createArrayNode();
    reply.forEach(values::add);
    return values;
  }

  /** The summary of everything up to and including a session. */
  String summary(ObjectNode a, ObjectNode b, int session) throws InterruptedException {
    String step = "D" + session + "/summary";
    var talk = new StringBuilder();
    for (JsonNode turn : a.path("session_" + session)) {
      talk.append(turn.path("speaker").asText()).append(": ");
      talk.append(turn.path("text").asText()).append('\n');
    }
    String nameA = ReferenceCrash.text(step, a, "name");
    String nameB = ReferenceCrash.text(step, b, "name");
    String before =
        session == 1 ? "" : ReferenceCrash.text(step, a, "session_" + (session - 1) + "_summary");
    String now = date(a, session);
    String said = talk.toString();
    String[] slots = {nameA, nameB, before, now, nameA, nameB, said, nameA, nameB};
    String prompt =
        before.isEmpty()
            ? chat.percent("gen.SESSION_SUMMARY_INIT_PROMPT", nameA, nameB, now, said)
            : chat.percent("gen.SESSION_SUMMARY_PROMPT", slots);
    return PythonText.strip(chat.ask(step, prompt + "\n\n", SUMMARY_TOKENS));
  }
}
