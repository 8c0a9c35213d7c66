package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonJson;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.core.python.PythonText;
import java.util.ArrayList;

/** Step 1 of the original: personas from MSC. The file of MSC is not rewritten. */
record ReferencePersonas(ReferenceChat chat) {
  private static final int TOKENS = 1000;

  /** The pair drawn from the file. */
  static JsonNode drawn(JsonNode msc, MersenneTwister draws) {
    var open = new ArrayList<JsonNode>();
    for (JsonNode pair : PythonValue.each(PythonValue.item(msc, "train"))) {
      if (PythonValue.item(pair, "in_dataset").asInt() == 0) {
        open.add(pair);
      }
    }
    if (open.isEmpty()) {
      throw new PythonError("IndexError", "no persona is left");
    }
    return open.get(draws.below(open.size()));
  }

  /** One agent's file. */
  ObjectNode agent(String step, JsonNode attributes) throws InterruptedException {
    JsonNode task = chat.examples("persona_generation_examples.json");
    var shown = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode example : task.path("examples")) {
      shown.add(
          task.path("input_prefix").asText()
              + JsonDump.text(example.path("input"))
              + "\n"
              + task.path("output_prefix").asText()
              + example.path("output").asText());
    }
    String prompt =
        chat.percent(
            "gen.PERSONA_FROM_MSC_PROMPT",
            PythonLiteral.repr(shown),
            task.path("input_prefix").asText() + JsonDump.text(attributes));
    JsonNode reply = read(chat.json(step, prompt, TOKENS));
    JsonNode persona = PythonValue.item(reply, "persona");
    var agent = (ObjectNode) reply;
    agent.set("persona_summary", persona);
    agent.set("msc_prompt", attributes);
    agent.remove("persona");
    return agent;
  }

  private static JsonNode read(JsonNode reply) {
    return switch (reply.getNodeType()) {
      case ARRAY -> {
        reply.forEach(ReferencePersonas::inString);
        yield reply;
      }
      case STRING -> inString(reply);
      case OBJECT -> {
        ObjectNode lower = JsonFiles.MAPPER.createObjectNode();
        reply.properties().forEach(m -> lower.set(PythonText.lower(m.getKey()), m.getValue()));
        yield lower;
      }
      default -> throw new PythonError("TypeError", "");
    };
  }

  /** JSON inside of a string: what stands behind it is cut off, missing brackets are added. */
  private static JsonNode inString(JsonNode value) {
    if (!value.isTextual()) {
      String what = "'" + PythonValue.type(value) + "' object has no attribute 'strip'";
      throw new PythonError("AttributeError", what);
    }
    String json = cut(cut(PythonText.strip(value.textValue()), '[', ']'), '{', '}');
    // Of square ones it adds the wrong ones, and the text stays what it is: no JSON.
    return PythonJson.loads(balanced(balanced(json, "{}", "}", "{"), "[]", "[", "]"));
  }

  private static String cut(String text, char open, char close) {
    if (text.isEmpty()) {
      throw new PythonError("IndexError", "string index out of range");
    }
    if (text.charAt(0) != open || text.charAt(text.length() - 1) == close) {
      return text;
    }
    if (text.indexOf(close) < 0) {
      throw new PythonError("ValueError", "substring not found");
    }
    return text.substring(0, text.lastIndexOf(close) + 1);
  }

  private static String balanced(String text, String brackets, String behind, String before) {
    long more =
        text.chars().filter(c -> c == brackets.charAt(0)).count()
            - text.chars().filter(c -> c == brackets.charAt(1)).count();
    return more > 0
        ? text + (behind + " ").repeat((int) more).strip()
        : (before + " ").repeat((int) -more) + text;
  }
}
