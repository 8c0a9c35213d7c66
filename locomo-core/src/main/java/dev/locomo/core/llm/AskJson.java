package dev.locomo.core.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;

/** {@link Ask} as JSON in which every field has its place, so that equal texts mean equal asks. */
public final class AskJson {
  private AskJson() {}

  /** Everything: what identifies a request. */
  public static ObjectNode of(Ask ask) {
    var request = parameters(ask);
    var messages = request.putArray("messages");
    ask.messages().forEach(m -> messages.addArray().add(m.role().name()).add(m.text()));
    return request;
  }

  /** Everything but the messages; null where a field is not set, no patch where there is none. */
  public static ObjectNode parameters(Ask ask) {
    var parameters =
        JsonFiles.MAPPER
            .createObjectNode()
            .put("model", ask.model())
            .put("temperature", ask.temperature())
            .put("top_p", ask.topP())
            .put("max_tokens", ask.maxTokens())
            .put("seed", ask.seed())
            .put("json", ask.json())
            .put("repetition", ask.repetition());
    return ask.patch().isEmpty() ? parameters : parameters.put("patch", ask.patch());
  }
}
