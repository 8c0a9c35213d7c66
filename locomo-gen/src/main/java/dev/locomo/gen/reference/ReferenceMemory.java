package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.memory.Memories.Recall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the original's agents find of earlier sessions. */
final class ReferenceMemory {
  private static final int FOUND = 2;

  private final Memories memories;
  private final MersenneTwister draws;
  private final boolean reflection;
  private final Map<String, Recall> byName = new HashMap<>();
  private final Map<String, String> shown = new HashMap<>();

  /** Whether a speaker has no vectors; what has none cannot be joined with what has some. */
  private final Map<String, Boolean> empty = new HashMap<>();

  /**
   * @param reflection whether insights are added to what is found
   */
  ReferenceMemory(Memories memories, MersenneTwister draws, boolean reflection) {
    this.memories = memories;
    this.draws = draws;
    this.reflection = reflection;
  }

  /** Adds the facts of a session about both speakers. */
  void add(ObjectNode a, ObjectNode b, int session) {
    String date = PythonValue.text(a, "session_" + session + "_date_time");
    JsonNode facts = PythonValue.item(a, "session_" + session + "_facts");
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (ObjectNode agent : List.of(a, b)) {
      String name = PythonValue.text(agent, "name");
      List<String> embedded = byKey.computeIfAbsent(name, _ -> new ArrayList<>());
      for (JsonNode fact : PythonValue.each(PythonValue.item(facts, name))) {
        JsonNode said = PythonValue.pair(fact).getFirst();
        if (!said.isTextual()) {
          throw new PythonError("TypeError", "the fact " + PythonLiteral.repr(said) + " is no str");
        }
        String text = (date + ", " + said.textValue()).replace("\n", " ");
        embedded.add(text);
        shown.put(name + "\n" + text, date + ": " + said.textValue());
      }
    }
    byKey.forEach((name, embedded) -> {
      Boolean before = empty.put(name, embedded.isEmpty());
      if (before != null && before != embedded.isEmpty()) {
        throw new PythonError(
            "ValueError", "no facts about " + name + " in one session of several");
      }
      byName.computeIfAbsent(name, _ -> memories.open()).add(embedded);
    });
  }

  /** Puts together what the first prompt of a session does not show. */
  void recent(ObjectNode self, int session) {
    if (reflection) {
      JsonNode insights = insights(self, session);
      PythonValue.joined(PythonValue.list(PythonValue.item(insights, "self")));
      PythonValue.joined(PythonValue.list(PythonValue.item(insights, "other")));
    }
  }

  /** The context of a turn as Python prints a pair of lists. */
  String context(ObjectNode self, ObjectNode other, String said, int session) {
    ArrayNode own = found(self, said);
    ArrayNode others = found(other, said);
    if (reflection) {
      JsonNode insights = insights(self, session);
      own.add(one(PythonValue.item(insights, "self")));
      others.add(one(PythonValue.item(insights, "other")));
    }
    return "(" + PythonLiteral.repr(own) + ", " + PythonLiteral.repr(others) + ")";
  }

  private static JsonNode insights(ObjectNode self, int session) {
    return PythonValue.item(self, "session_" + (session - 1) + "_reflection");
  }

  private ArrayNode found(ObjectNode agent, String said) {
    String name = PythonValue.text(agent, "name");
    if (empty.getOrDefault(name, false)) {
      throw new PythonError("ValueError", "no facts about " + name + " to look for");
    }
    ArrayNode found = JsonFiles.MAPPER.createArrayNode();
    Recall recall = byName.get(name);
    if (recall != null) {
      for (String text : recall.about(said.replace("\n", " "), FOUND)) {
        found.add(shown.get(name + "\n" + text));
      }
    }
    return found;
  }

  private JsonNode one(JsonNode insights) {
    if (!insights.isArray() && !insights.isTextual()) {
      throw new PythonError("TypeError", "Population must be a sequence");
    }
    var population = PythonValue.each(insights);
    if (population.isEmpty()) {
      throw new PythonError("ValueError", "Sample larger than population or is negative");
    }
    return population.get(draws.below(population.size()));
  }
}
