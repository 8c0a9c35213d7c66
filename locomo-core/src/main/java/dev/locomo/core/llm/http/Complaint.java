package dev.locomo.core.llm.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a body says went wrong, in the shapes that servers have for it: an object, a string or an
 * array, under {@code error}, {@code errors}, {@code detail}, {@code base_resp} or nothing at all.
 *
 * @param json the part of the body that is about the error; missing when the body is not JSON
 * @param text the body as it came
 * @param declared whether the body has a place for errors and something in it
 */
record Complaint(JsonNode json, String text, boolean declared) {
  private static final int SHOWN = 300;

  /** Of what is no JSON and no page, more than this is no complaint. */
  private static final int LONGEST_TEXT = 2_000;

  /** A key that a server says twice and a number that is none are no reasons to lose a reply. */
  private static final JsonFactory TOLERANT =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final List<String> PLACES = List.of("error", "errors", "base_resp", "detail");
  private static final List<String> CODES =
      List.of("code", "status", "status_code", "error_code", "http_code", "type");

  /** Of these fields the words count; others may repeat the prompt. */
  private static final Set<String> TELLING =
      Set.copyOf(
          List.of(
              ("error errors base_resp detail details message Message msg error_msg status_msg code"
                      + " error_code status status_code type __type error_type reason reasons title"
                      + " innererror metadata raw quotaId violations")
                  .split(" ")));

  private static final List<String> MESSAGES =
      List.of("message", "msg", "error_msg", "status_msg", "Message", "detail", "error", "title");

  /** Of a body. */
  static Complaint of(String body) {
    JsonNode root = parse(body);
    JsonNode first = root.isArray() && !root.isEmpty() ? root.get(0) : root;
    return PLACES.stream()
        .map(first::path)
        .filter(Complaint::says)
        .findFirst()
        .map(place -> new Complaint(place.isArray() ? place.get(0) : place, body, true))
        .orElseGet(() -> new Complaint(first, body, false));
  }

  private static boolean says(JsonNode place) {
    return place.isTextual() ? !place.textValue().isBlank() : !place.isEmpty();
  }

  /** Whether the body is a page for people, of a proxy for instance. */
  boolean page() {
    return text.stripLeading().startsWith("<");
  }

  /** Its words in lower case, a line for each field; a page has none. */
  String words() {
    boolean plain = json.isMissingNode() && !page() && text.length() <= LONGEST_TEXT;
    return plain ? text.toLowerCase(Locale.ROOT) : words(json);
  }

  /** The same of a part. */
  static String words(JsonNode node) {
    var words = new ArrayList<String>();
    collect(node, words);
    return String.join("\n", words).toLowerCase(Locale.ROOT);
  }

  private static void collect(JsonNode node, List<String> words) {
    if (node.isArray()) {
      node.forEach(one -> collect(one, words));
    } else if (node.isObject()) {
      node.properties().stream()
          .filter(field -> TELLING.contains(field.getKey()))
          .forEach(field -> collect(field.getValue(), words));
    } else if (node.isTextual() || node.isNumber()) {
      words.add(node.asText());
    }
  }

  /** The HTTP status that it names, as a number, a string or a word; 0 when it names none. */
  int status() {
    return CODES.stream()
        .map(json::path)
        .mapToInt(Complaint::status)
        .filter(s -> s > 0)
        .findFirst()
        .orElse(0);
  }

  private static int status(JsonNode code) {
    String word = code.asText("").strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "invalid_argument" -> 400;
      case "unauthenticated", "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_denied", "permission_error" -> 403;
      case "not_found", "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "resource_exhausted", "rate_limit_error", "rate_limit_exceeded" -> 429;
      case "internal", "api_error" -> 500;
      case "unavailable" -> 503;
      case "deadline_exceeded" -> 504;
      case "overloaded_error" -> 529;
      default -> word.matches("[45]\\d\\d") ? Integer.parseInt(word) : 0;
    };
  }

  /** In one line: the message where there is one, with the upstream's, else the beginning. */
  String line() {
    if (text.isBlank()) {
      return "an empty body";
    }
    String said = message(json);
    JsonNode upstream = json.path("metadata").path("raw");
    if (upstream.isTextual() && !said.isEmpty()) {
      said += ": " + upstream.textValue();
    }
    String line = (said.isEmpty() ? text : said).strip().replaceAll("\\s+", " ");
    return (page() ? "an HTML page: " : "")
        + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...");
  }

  private static String message(JsonNode node) {
    if (node.isArray()) {
      return node.isEmpty() ? "" : message(node.get(0));
    }
    return node.isObject()
        ? MESSAGES.stream()
            .map(name -> message(node.path(name)))
            .filter(said -> !said.isEmpty())
            .findFirst()
            .orElse("")
        : Stream.of(node.textValue()).filter(Objects::nonNull).findFirst().orElse("").strip();
  }

  /** The JSON of a body; missing when it is not JSON. */
  static JsonNode parse(String body) {
    try (var parser = TOLERANT.createParser(body)) {
      @Nullable JsonNode tree = JsonFiles.MAPPER.readTree(parser);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
