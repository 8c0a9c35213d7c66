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
    return PythonValue.text(agent, "session_" + session + "_date_time");
  }

  /** What both agents understood: self of a, self of b, a on b, b on a. */
  List<ObjectNode> reflections(ObjectNode a, ObjectNode b, int session)
      throws InterruptedException {
    var talk = new StringBuilder(date(a, session)).append('\n');
    for (JsonNode turn : a.path("session_" + session)) {
      talk.append(turn.path("speaker").asText()).append(" said, \"");
      talk.append(turn.path("clean_text").asText()).append("\"\n");
    }
    var viewA = new View(a, b, session, talk.toString(), "a");
    var viewB = new View(b, a, session, talk.toString(), "b");
    JsonNode selfA = self(viewA);
    JsonNode selfB = self(viewB);
    JsonNode aOnB = other(viewA);
    return List.of(insights(selfA, aOnB), insights(selfB, other(viewB)));
  }

  /** A session that one of the two looks back on. */
  private record View(ObjectNode self, ObjectNode other, int session, String said, String which) {
    String name() {
      return PythonValue.shown(self, "name");
    }

    /** What they understood the time before. */
    String before(String whom) {
      JsonNode last = PythonValue.item(self, "session_" + (session - 1) + "_reflection");
      return PythonValue.joined(PythonValue.item(last, whom));
    }
  }

  private JsonNode self(View view) throws InterruptedException {
    String name = view.name();
    return asked(
        "D" + view.session() + "/self-" + view.which(),
        view.session() == 1
            ? chat.format("gen.SELF_REFLECTION_INIT_PROMPT", view.said(), name)
            : chat.format(
                "gen.SELF_REFLECTION_CONTINUE_PROMPT",
                name,
                view.before("self"),
                view.said(),
                name));
  }

  private JsonNode other(View view) throws InterruptedException {
    String name = view.name();
    String whom = PythonValue.shown(view.other(), "name");
    String prompt;
    if (view.session() == 1) {
      prompt = chat.format("gen.REFLECTION_INIT_PROMPT", view.said(), name, whom);
    } else {
      String[] slots = {name, whom, view.before("other"), view.said(), name, whom};
      prompt = chat.format("gen.REFLECTION_CONTINUE_PROMPT", slots);
    }
    return asked("D" + view.session() + "/other-" + view.which(), prompt);
  }

  private JsonNode asked(String step, String prompt) throws InterruptedException {
    return chat.trials(step, List.of(new Message(Role.SYSTEM, prompt)), INSIGHT_TOKENS);
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
    String nameA = PythonValue.shown(a, "name");
    String nameB = PythonValue.shown(b, "name");
    String before =
        session == 1 ? "" : PythonValue.text(a, "session_" + (session - 1) + "_summary");
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
