package dev.locomo.core.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A reply that a server streams although it is not asked to, put together again: server-sent events
 * of OpenAI's and of Gemini's shape, and Ollama's lines of JSON.
 */
final class StreamedReply {
  private static final String DONE = "[DONE]";

  /** Texts that arrive in pieces; of every other field the last value counts. */
  private static final Set<String> PIECES =
      Set.of("content", "reasoning_content", "reasoning", "thinking", "refusal");

  private static final List<String> ENDS =
      List.of("/choices/0/finish_reason", "/candidates/0/finishReason", "/done_reason");

  private StreamedReply() {}

  /**
   * The body as if it had not been streamed; a body that is no stream as it is.
   *
   * @throws CappedBody.Refused when it is a stream of another shape, or one that broke off
   */
  static String whole(String body) throws CappedBody.Refused {
    List<String> chunks = chunks(body.strip());
    if (chunks.isEmpty()) {
      return body;
    }
    ObjectNode whole = JsonFiles.MAPPER.createObjectNode();
    for (String chunk : chunks) {
      JsonNode json = Complaint.parse(chunk);
      if (Refusal.isIn(json)) {
        return chunk;
      }
      if (json instanceof ObjectNode object && !object.has("type")) {
        merge(whole, object);
      } else if (!chunk.equals(DONE)) {
        throw new CappedBody.Refused(
            "a stream of events, which was not asked for and has no known shape (turn streaming off"
                + " at the server, or at the gateway before it): "
                + Complaint.of(chunk).line());
      }
    }
    boolean ended = ENDS.stream().anyMatch(end -> whole.at(end).isTextual());
    if (!ended && !chunks.getLast().equals(DONE) && !whole.path("done").asBoolean()) {
      throw new CappedBody.Refused("a stream that broke off before its end");
    }
    return whole.toString();
  }

  /** The data of each event, or each of several lines that are JSON objects; else nothing. */
  private static List<String> chunks(String body) {
    if (body.matches("(?s)(data|event|id|retry)?:.*")) {
      return Arrays.stream(body.split("(?>\r\n|\n|\r){2,}"))
          .flatMap(StreamedReply::data)
          .filter(data -> !data.isEmpty())
          .toList();
    }
    List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
    boolean each = lines.stream().allMatch(StreamedReply::isObject);
    return each && lines.size() > 1 ? lines : List.of();
  }

  /** The data of an event: one text, or several where a server leaves out the lines between. */
  private static Stream<String> data(String event) {
    List<String> data =
        event
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring("data:".length()).strip())
            .toList();
    boolean each = data.stream().allMatch(line -> line.equals("[DONE]") || isObject(line));
    return each ? data.stream() : Stream.of(String.join("", data));
  }

  private static boolean isObject(String line) {
    return line.startsWith("{") && line.stripTrailing().endsWith("}");
  }

  private static void merge(ObjectNode into, ObjectNode chunk) {
    chunk
        .properties()
        .forEach(field -> {
          String name = field.getKey().equals("delta") ? "message" : field.getKey();
          JsonNode old = into.path(name);
          switch (field.getValue()) {
            case ObjectNode object ->
                merge(old instanceof ObjectNode known ? known : into.putObject(name), object);
            case ArrayNode array ->
                merge(old instanceof ArrayNode known ? known : into.putArray(name), array, name);
            case JsonNode value
                when value.isTextual() && old.isTextual() && PIECES.contains(name) ->
                into.put(name, old.textValue() + value.textValue());
            case JsonNode value
                when value.isNull() || value.isTextual() && value.textValue().isEmpty() -> {
              if (old.isMissingNode()) {
                into.set(name, value);
              }
            }
            case JsonNode value -> into.set(name, value);
          }
        });
  }

  /** Choices of one index are one; the parts of a text are many. */
  private static void merge(ArrayNode into, ArrayNode chunk, String name) {
    for (int i = 0; i < chunk.size(); i++) {
      int place = name.matches("parts|content") ? into.size() : chunk.get(i).path("index").asInt(i);
      if (!(chunk.get(i) instanceof ObjectNode object)) {
        into.add(chunk.get(i));
      } else if (into.path(place) instanceof ObjectNode known) {
        merge(known, object);
      } else {
        merge(into.addObject(), object);
      }
    }
  }
}
