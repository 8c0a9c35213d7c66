package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.core.python.PythonText;
import java.util.ArrayList;

/** Step 1 of the original: personas from MSC. The file of MSC is not rewritten. */
record ReferencePersonas(ReferenceChat chat) {
  private static final int TOKENS = 1000;

  /** The pair drawn from the file. */
  static JsonNode drawn(JsonNode msc, MersenneTwister draws) {
    var open = new ArrayList<JsonNode>();
    for (JsonNode pair : ReferenceCrash.array("persona", msc, "train")) {
      if (ReferenceCrash.key("persona", pair, "in_dataset").asInt() == 0) {
        open.add(pair);
      }
    }
    if (open.isEmpty()) {
      throw ReferenceCrash.at("persona", "IndexError: no persona is left");
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
    JsonNode reply = chat.json(step, prompt, TOKENS);
    if (!reply.isObject()) {
      throw ReferenceCrash.at(step, "TypeError");
    }
    ObjectNode agent = JsonFiles.MAPPER.createObjectNode();
    reply.properties().forEach(m -> agent.set(PythonText.lower(m.getKey()), m.getValue()));
    JsonNode persona = ReferenceCrash.key(step, agent, "persona");
    agent.set("persona_summary", persona);
    agent.set("msc_prompt", attributes);
    agent.remove("persona");
    return agent;
  }
}
