package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.memory.Recall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the original's agents find of earlier sessions. */
final class ReferenceMemory {
  private static final int FOUND = 2;

  private final Memories memories;
  private final MersenneTwister draws;
  private final Map<String, Recall> byName = new HashMap<>();
  private final Map<String, String> shown = new HashMap<>();

  ReferenceMemory(Memories memories, MersenneTwister draws) {
    this.memories = memories;
    this.draws = draws;
  }

  /** Adds the facts of a session; both names must be there. */
  void add(String step, JsonNode agent, int session, List<String> names) {
    String date = agent.path("session_" + session + "_date_time").asText();
    JsonNode facts = ReferenceCrash.key(step, agent, "session_" + session + "_facts");
    for (String name : names) {
      var embedded = new ArrayList<String>();
      for (JsonNode fact : ReferenceCrash.array(step, facts, name)) {
        if (fact.size() != 2 || !fact.get(0).isTextual()) {
          throw ReferenceCrash.at(step, "ValueError: a fact that is no pair");
        }
        String text = (date + ", " + fact.get(0).textValue()).replace("\n", " ");
        embedded.add(text);
        shown.put(text, date + ": " + fact.get(0).textValue());
      }
      byName.computeIfAbsent(name, _ -> memories.open()).add(embedded);
    }
  }

  /** The context of a turn as Python prints a pair of lists. */
  String context(String step, ObjectNode self, ObjectNode other, Cue cue) {
    ArrayNode own = found(self.path("name").asText(), cue.said());
    ArrayNode others = found(other.path("name").asText(), cue.said());
    if (cue.reflection()) {
      JsonNode insights =
          ReferenceCrash.key(step, self, "session_" + (cue.session() - 1) + "_reflection");
      own.add(one(step, insights, "self"));
      others.add(one(step, insights, "other"));
    }
    return "(" + PythonLiteral.repr(own) + ", " + PythonLiteral.repr(others) + ")";
  }

  /** What memories are looked for with, in which session, and whether insights are added. */
  record Cue(String said, int session, boolean reflection) {}

  private ArrayNode found(String name, String said) {
    ArrayNode found = JsonFiles.MAPPER.createArrayNode();
    Recall recall = byName.get(name);
    if (recall != null) {
      for (String text : recall.about(said.replace("\n", " "), FOUND)) {
        found.add(shown.getOrDefault(text, text));
      }
    }
    return found;
  }

  private JsonNode one(String step, JsonNode insights, String whom) {
    ArrayNode list = ReferenceCrash.array(step, insights, whom);
    if (list.isEmpty()) {
      throw ReferenceCrash.at(step, "ValueError: Sample larger than population");
    }
    return list.get(draws.below(list.size()));
  }
}
