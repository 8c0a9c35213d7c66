package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonText;
import dev.locomo.core.text.Cl100k;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * Step 2 of the original: event graphs. Where it would ask for ever because its filter keeps
 * dropping what comes, this gives up.
 */
record ReferenceEvents(ReferenceChat chat, int wanted) {
  private static final int FIRST_TOKENS = 512;
  private static final int MORE_TOKENS = 1024;
  private static final int CONTEXT = 4096;
  private static final int SHOWN_NODES = 12;
  private static final Cl100k TOKENS = new Cl100k();

  /**
   * The graph of one agent.
   *
   * @param input its persona and the span, as the prompts have them
   */
  ArrayNode graph(String step, String input) throws InterruptedException {
    JsonNode life = chat.examples("event_generation_examples.json").at("/examples/0/input");
    String persona = life.asText() + chat.text("gen.inline.example_persona_suffix");
    ArrayNode some = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode node : chat.examples("graph_generation_examples.json").at("/examples/0/output")) {
      if (some.size() < SHOWN_NODES) {
        some.add(node);
      }
    }
    String example = JsonDump.text(some);
    String prompt =
        chat.percent("gen.EVENT_KG_FROM_PERSONA_PROMPT_SEQUENTIAL_INIT", persona, example, input);
    ArrayNode events = list(step, chat.json(step + "-init", prompt, FIRST_TOKENS));
    int patience = 10 * wanted + 10;
    for (int round = 0; events.size() < wanted; round++) {
      if (round == patience) {
        throw ReferenceCrash.at(step, "no end: its filter keeps dropping events");
      }
      prompt =
          chat.percent(
              "gen.EVENT_KG_FROM_PERSONA_PROMPT_SEQUENTIAL_CONTINUE",
              persona,
              example,
              nextIds(step, events),
              input,
              JsonDump.text(events));
      events = more(step, events, prompt);
    }
    return events;
  }

  private ArrayNode more(String step, ArrayNode events, String prompt) throws InterruptedException {
    int tokens = Math.min(MORE_TOKENS, CONTEXT - TOKENS.count(prompt));
    ArrayNode added = list(step, chat.json(step + "-continue", prompt, tokens));
    var known = new HashSet<String>();
    events.forEach(event -> known.add(id(step, event)));
    ArrayNode all = events.deepCopy();
    for (JsonNode event : added) {
      if (!known.contains(id(step, event))) {
        all.add(event);
      }
    }
    return all.size() > wanted ? connected(step, all) : all;
  }

  private static ArrayNode list(String step, JsonNode reply) {
    if (reply instanceof ArrayNode array) {
      return array;
    }
    throw ReferenceCrash.at(step, "TypeError: the events are no list");
  }

  private static String id(String step, JsonNode event) {
    return ReferenceCrash.key(step, event, "id").asText();
  }

  private static String nextIds(String step, ArrayNode events) {
    if (events.isEmpty()) {
      throw ReferenceCrash.at(step, "IndexError: list index out of range");
    }
    String last = id(step, events.get(events.size() - 1));
    int number;
    try {
      number = Integer.parseInt(PythonText.strip(last.substring(Math.min(1, last.length()))));
    } catch (NumberFormatException e) {
      throw ReferenceCrash.at(step, "ValueError: invalid id '" + last + "'");
    }
    List<String> next = new ArrayList<>();
    for (int i = number + 1; i < number + 5; i++) {
      next.add("E" + i);
    }
    return String.join(", ", next.subList(0, 3)) + " and " + next.getLast();
  }

  private static ArrayNode connected(String step, ArrayNode events) {
    var causes = new HashSet<String>();
    for (JsonNode event : events) {
      ReferenceCrash.array(step, event, "caused_by").forEach(cause -> causes.add(cause.asText()));
    }
    // Of events with one id the original looks at the last, and drops or keeps all.
    var last = new HashMap<String, JsonNode>();
    events.forEach(event -> last.put(id(step, event), event));
    ArrayNode kept = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode event : events) {
      String id = id(step, event);
      if (causes.contains(id) || !last.getOrDefault(id, event).path("caused_by").isEmpty()) {
        kept.add(event);
      }
    }
    return kept;
  }

  /** Keys in lower case. */
  static ArrayNode lowerCased(JsonNode graph) {
    ArrayNode events = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode event : graph) {
      ObjectNode lower = events.addObject();
      event.properties().forEach(m -> lower.set(PythonText.lower(m.getKey()), m.getValue()));
    }
    return events;
  }
}
