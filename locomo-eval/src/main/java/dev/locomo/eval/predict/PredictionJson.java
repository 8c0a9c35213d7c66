package dev.locomo.eval.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.eval.protocol.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Prediction}s as the lines of {@code predictions.jsonl}. */
public final class PredictionJson {
  private PredictionJson() {}

  /** One line, without a line feed. */
  public static String line(Prediction p) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("question_id", p.question().toString()).put("form", p.key().form());
    if (p.form().startsWith(Call.FREE + Call.REPEAT)) {
      node.put("repeat", Call.repeat(p.form()));
    }
    node.put("outcome", p.outcome().label());
    if (p.outcome() != Outcome.FAILED && p.outcome() != Outcome.FILTERED) {
      node.put("prediction", p.answer());
    }
    if (!p.context().isEmpty()) {
      p.context().forEach(node.putArray("context")::add);
    }
    if (!p.reason().isEmpty()) {
      node.put("reason", p.reason());
    }
    var x = p.exchange();
    node.put("ask_sha256", x.askSha256()).put("raw", x.raw());
    node.put("source", Reply.source(x.cached(), x.batch()));
    node.put("input_tokens", x.inputTokens()).put("output_tokens", x.outputTokens());
    x.prefix().describe(node);
    node.put("latency_ms", x.latencyMillis());
    node.put("model", x.providerModel()).put("request_id", x.requestId());
    return node.toString();
  }

  /**
   * Reads one line.
   *
   * @param file for the error message
   * @param number of the line, from 1
   * @throws DataError when it is not such a line
   */
  public static Prediction parse(String line, String file, int number) {
    String place = "line " + number;
    try {
      return of(JsonFiles.MAPPER.readTree(line), file, place);
    } catch (JsonProcessingException e) {
      throw new DataError(file, place, "not valid JSON; was the file edited?", e);
    }
  }

  /**
   * As {@link #parse}, of a line that has been read.
   *
   * @param place where it stands, for the error message
   */
  public static Prediction of(JsonNode node, String file, String place) {
    var question =
        QuestionId.parse(node.path("question_id").asText())
            .orElseThrow(() -> new DataError(file, place, "no question_id such as conv-26/37"));
    var outcome =
        Arrays.stream(Outcome.values())
            .filter(o -> o.label().equals(node.path("outcome").asText()))
            .findFirst()
            .orElseThrow(() -> new DataError(file, place, "no known outcome"));
    return new Prediction(
        question,
        form(node),
        outcome,
        node.path("prediction").asText(""),
        texts(node.path("context")),
        exchange(node),
        node.path("reason").asText(""));
  }

  private static String form(JsonNode node) {
    String form = node.path("form").asText(Call.FREE);
    return form.equals(Call.FREE) && node.has("repeat") ? Call.free(1) : form;
  }

  private static Prediction.Exchange exchange(JsonNode node) {
    return new Prediction.Exchange(
        node.path("ask_sha256").asText(""),
        node.path("raw").asText(""),
        node.path("source").asText("").equals("cached"),
        number(node.path("input_tokens")),
        number(node.path("output_tokens")),
        node.path("latency_ms").asLong(),
        node.path("model").textValue(),
        node.path("request_id").textValue(),
        Tokens.Prefix.of(node),
        node.path("source").asText().equals("batch"));
  }

  private static @Nullable Integer number(JsonNode node) {
    return node.isNumber() ? Integer.valueOf(node.intValue()) : null;
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }
}
