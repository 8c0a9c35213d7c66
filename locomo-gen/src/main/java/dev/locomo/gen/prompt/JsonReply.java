package dev.locomo.gen.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * JSON in a reply. What stands in front of it and behind it (a code fence, a sentence) is passed
 * over; the JSON itself is not repaired.
 */
public final class JsonReply {
  private static final int SHOWN = 120;

  private JsonReply() {}

  /**
   * The object in a reply.
   *
   * @throws Unusable when there is none
   */
  public static JsonNode object(Answer answer) throws Unusable {
    return value(answer, '{', '}', "a JSON object");
  }

  /**
   * The array in a reply; the one array of an object counts too.
   *
   * @throws Unusable when there is none
   */
  public static JsonNode array(Answer answer) throws Unusable {
    int array = answer.text().indexOf('[');
    int object = answer.text().indexOf('{');
    if (object >= 0 && (array < 0 || object < array)) {
      for (JsonNode member : value(answer, '{', '}', "a JSON array")) {
        if (member.isArray()) {
          return member;
        }
      }
      throw new Unusable("your reply holds no JSON array");
    }
    return value(answer, '[', ']', "a JSON array");
  }

  private static JsonNode value(Answer answer, char open, char close, String what) throws Unusable {
    String text = answer.text();
    int from = text.indexOf(open);
    int to = text.lastIndexOf(close);
    if (answer.cut() && to < from) {
      throw new Unusable("your reply was too long and broke off; keep it shorter");
    }
    if (from < 0 || to < from) {
      throw new Unusable(text.isEmpty() ? "your reply was empty" : "your reply is not " + what);
    }
    try {
      return JsonFiles.MAPPER.readTree(text.substring(from, to + 1));
    } catch (JsonProcessingException e) {
      String why = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
      why = why.length() > SHOWN ? why.substring(0, SHOWN) : why;
      throw new Unusable("your reply is not valid JSON (" + why + ")");
    }
  }

  /** A member by name, upper or lower case; missing when there is none. */
  public static JsonNode member(JsonNode object, String... names) {
    for (String name : names) {
      for (var member : object.properties()) {
        if (member.getKey().strip().toLowerCase(Locale.ROOT).equals(name)) {
          return member.getValue();
        }
      }
    }
    return MissingNode.getInstance();
  }

  /** A text member on one line, or null when it is missing, no text or blank. */
  public static @Nullable String line(JsonNode object, String... names) {
    JsonNode value = member(object, names);
    String text = value.isTextual() || value.isNumber() ? value.asText() : "";
    text = Line.of(text);
    return text.isEmpty() ? null : text;
  }

  /** The texts of an array, or the one text itself, each on one line; blank ones are left out. */
  public static List<String> lines(JsonNode value) {
    var lines = new ArrayList<String>();
    for (JsonNode one : value.isArray() || value.isObject() ? value : List.of(value)) {
      String text = one.isTextual() ? Line.of(one.textValue()) : "";
      if (!text.isEmpty()) {
        lines.add(text);
      }
    }
    return lines;
  }
}
