package dev.locomo.core.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.text.LongTexts;
import org.jspecify.annotations.Nullable;

/** {@link Ask} as JSON in which every field has its place, so that equal texts mean equal asks. */
public final class AskJson {
  private AskJson() {}

  /** Everything: what identifies a request. */
  public static ObjectNode of(Ask ask) {
    return of(ask, null);
  }

  /**
   * The same with stand-ins for long texts.
   *
   * @param texts hold what they stand for; null for the texts themselves
   */
  public static ObjectNode of(Ask ask, @Nullable LongTexts texts) {
    var request = parameters(ask);
    var messages = request.putArray("messages");
    for (var m : ask.messages()) {
      var message = messages.addArray().add(m.role().name());
      message.add(texts == null ? m.text() : texts.standIn(m.text(), m.shared()));
      if (!m.calls().isEmpty()) {
        message.add(Tool.json(m.calls()));
      }
      if (!m.pictures().isEmpty()) {
        var pictures = message.addArray();
        m.pictures().forEach(p -> pictures.add(p.label()).add(p.sha256()));
      }
    }
    return request;
  }

  /**
   * Everything but the messages; null where a field is not set, no patch and no tools where there
   * are none.
   */
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
    if (!ask.tools().isEmpty()) {
      var tools = parameters.putArray("tools");
      ask.tools()
          .forEach(t -> tools.addArray().add(t.name()).add(t.description()).add(t.parameters()));
    }
    return ask.patch().isEmpty() ? parameters : parameters.put("patch", ask.patch());
  }
}
