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
    ObjectNode ofA = JsonFiles.MAPPER.createObjectNode();
    ObjectNode ofB = JsonFiles.MAPPER.createObjectNode();
    for (String whom : List.of("self", "other")) {
      ofA.set(whom, insights(viewA, whom));
      ofB.set(whom, insights(viewB, whom));
    }
    return List.of(ofA, ofB);
  }

  /** A session that one of the two looks back on. */
  private record View(ObjectNode self, ObjectNode other, int session, String said, String which) {}

  private JsonNode insights(View view, String whom) throws InterruptedException {
    boolean self = whom.equals("self");
    var who = new ArrayList<>(List.of(PythonValue.shown(view.self(), "name")));
    if (!self) {
      who.add(PythonValue.shown(view.other(), "name"));
    }
    boolean first = view.session() == 1;
    var slots = new ArrayList<String>();
    if (!first) {
      String key = "session_" + (view.session() - 1) + "_reflection";
      JsonNode last = PythonValue.item(view.self(), key);
      slots.addAll(who);
      slots.add(PythonValue.joined(PythonValue.item(last, whom)));
    }
    slots.add(view.said());
    slots.addAll(who);
    String text =
        "gen.%sREFLECTION_%s_PROMPT".formatted(self ? "SELF_" : "", first ? "INIT" : "CONTINUE");
    String prompt = chat.format(text, slots.toArray(String[]::new));
    JsonNode reply =
        chat.trials(
            "D" + view.session() + "/" + whom + "-" + view.which(),
            List.of(new Message(Role.SYSTEM, prompt)),
            INSIGHT_TOKENS);
    ArrayNode values = JsonFiles.MAPPER.createArrayNode();
    reply.forEach(values::add);
    return reply.isObject() ? values : reply;
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
