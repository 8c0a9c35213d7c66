package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.core.python.PythonText;
import dev.locomo.core.text.Cl100k;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * Step 2 of the original: event graphs. Where it would ask for ever because its filter keeps
 * dropping what comes, this gives up.
 */
record ReferenceEvents(ReferenceChat chat, int wanted) {
  private static final int FIRST_TOKENS = 512;
  private static final int MORE_TOKENS = 1024;
  private static final int CONTEXT = 4096;
  private static final int SHOWN_NODES = 12;
  private static final int MORE = 4;
  private static final Cl100k TOKENS = new Cl100k();
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+(?:_\\d+)*+");

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
    JsonNode events = chat.json(step + "-init", prompt, FIRST_TOKENS);
    PythonValue.each(events).forEach(PythonValue::members);
    int patience = 10 * wanted + 10;
    for (int round = 0; events.size() < wanted; round++) {
      if (round == patience) {
        throw new PythonError("no end", "its filter keeps dropping events");
      }
      prompt =
          chat.percent(
              "gen.EVENT_KG_FROM_PERSONA_PROMPT_SEQUENTIAL_CONTINUE",
              persona,
              example,
              nextIds(events),
              input,
              JsonDump.text(events));
      events = more(step, (ArrayNode) events, prompt);
    }
    return (ArrayNode) events;
  }

  private ArrayNode more(String step, ArrayNode events, String prompt) throws InterruptedException {
    int tokens = Math.min(MORE_TOKENS, CONTEXT - TOKENS.count(prompt));
    JsonNode added = chat.json(step + "-continue", prompt, tokens);
    var known = new HashSet<JsonNode>();
    events.forEach(event -> known.add(PythonValue.item(event, "id")));
    ArrayNode all = events.deepCopy();
    for (JsonNode event : PythonValue.each(added)) {
      if (!known.contains(PythonValue.item(event, "id"))) {
        all.add(event);
      }
    }
    return all.size() > wanted ? connected(all) : all;
  }

  private static String nextIds(JsonNode events) {
    if (events.isObject()) {
      throw new PythonError("KeyError", "-1");
    }
    if (events.isEmpty()) {
      throw new PythonError("IndexError", "list index out of range");
    }
    JsonNode id = PythonValue.item(events.get(events.size() - 1), "id");
    if (!id.isTextual()) {
      throw new PythonError("TypeError", "the id " + PythonLiteral.repr(id) + " is no str");
    }
    String text = id.textValue();
    String digits =
        PythonText.strip(text.substring(text.offsetByCodePoints(0, Math.min(1, text.length()))));
    if (!INTEGER.matcher(digits).matches()) {
      throw new PythonError("ValueError", "invalid id '" + text + "'");
    }
    var last = new BigInteger(digits.replace("_", ""));
    var next = new ArrayList<String>();
    for (int i = 1; i <= MORE; i++) {
      next.add("E" + last.add(BigInteger.valueOf(i)));
    }
    return String.join(", ", next.subList(0, MORE - 1)) + " and " + next.getLast();
  }

  /** Without those that have no cause and are none; of events with one id it looks at the last. */
  private static ArrayNode connected(ArrayNode events) {
    var byId = new LinkedHashMap<JsonNode, JsonNode>();
    events.forEach(event -> byId.put(PythonValue.hashed(PythonValue.item(event, "id")), event));
    var alone = new HashSet<JsonNode>();
    for (var one : byId.entrySet()) {
      if (PythonValue.isEmpty(PythonValue.item(one.getValue(), "caused_by"))) {
        boolean causes = false;
        for (JsonNode event : events) {
          causes |= PythonValue.contains(PythonValue.item(event, "caused_by"), one.getKey());
        }
        if (!causes) {
          alone.add(one.getKey());
        }
      }
    }
    PythonValue.joined(JsonFiles.MAPPER.createArrayNode().addAll(alone));
    ArrayNode kept = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode event : events) {
      if (!alone.contains(event.path("id"))) {
        kept.add(event);
      }
    }
    return kept;
  }

  /** Keys in lower case. */
  static ArrayNode lowerCased(JsonNode graph) {
    ArrayNode events = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode event : PythonValue.each(graph)) {
      ObjectNode lower = events.addObject();
      PythonValue.members(event)
          .properties()
          .forEach(m -> lower.set(PythonText.lower(m.getKey()), m.getValue()));
    }
    return events;
  }
}
