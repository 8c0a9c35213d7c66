package dev.locomo.core.llm.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelFamily.Parameter;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What models were found to refuse in the course of a run; many threads may find it at once. */
public final class Refused {
  private final Map<String, Set<Parameter>> byModel = new TreeMap<>();
  private final Set<String> said = new HashSet<>();

  /** What a model refuses as far as that is known, by its id. */
  synchronized Set<Parameter> of(String model) {
    return byModel.getOrDefault(model, Set.of());
  }

  /** Adds what a model refuses; false when all of it was known. */
  synchronized boolean add(String model, Set<Parameter> found) {
    var all = EnumSet.noneOf(Parameter.class);
    all.addAll(of(model));
    boolean more = all.addAll(found);
    if (more) {
      byModel.put(model, Collections.unmodifiableSet(all));
    }
    return more;
  }

  /** Whether this is said for the first time in the run. */
  synchronized boolean isNews(String what) {
    return said.add(what);
  }

  /** By model, for a manifest; empty when nothing was refused. */
  public synchronized ObjectNode toJson() {
    return JsonFiles.MAPPER.valueToTree(byModel);
  }

  /** Adds what {@link #toJson} wrote; what it did not write is passed over. */
  public void add(JsonNode written) {
    for (var model : written.properties()) {
      for (JsonNode name : model.getValue()) {
        for (Parameter parameter : Parameter.values()) {
          if (parameter.label().equals(name.asText())) {
            add(model.getKey(), Set.of(parameter));
          }
        }
      }
    }
  }
}
