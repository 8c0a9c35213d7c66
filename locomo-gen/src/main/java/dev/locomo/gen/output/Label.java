package dev.locomo.gen.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;

/**
 * What marks data as generated, in every file of it.
 *
 * @param program name and version
 * @param model who wrote it
 * @param protocol name and version of the prompts
 */
public record Label(String program, String model, String protocol) {
  /** The key in JSON files. */
  public static final String KEY = "generated";

  /** As a JSON object. */
  public ObjectNode json() {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("by", program)
        .put("model", model)
        .put("protocol", protocol)
        .put(
            "note", "No real people: personas, events and words were written by a language model.");
  }
}
