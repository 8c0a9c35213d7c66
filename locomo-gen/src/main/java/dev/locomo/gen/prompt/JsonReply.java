package dev.locomo.gen.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
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
   * @throws Unreadable when there is none
   */
  public static JsonNode object(ReplyText reply) throws Unreadable {
    return value(reply, '{', '}', "a JSON object");
  }

  /**
   * The array in a reply; the one array of an object counts too.
   *
   * @throws Unreadable when there is none
   */
  public static JsonNode array(ReplyText reply) throws Unreadable {
    int array = reply.text().indexOf('[');
    int object = reply.text().indexOf('{');
    if (object < 0 || (array >= 0 && array < object)) {
      return value(reply, '[', ']', "a JSON array");
    }
    for (JsonNode member : value(reply, '{', '}', "a JSON array")) {
      if (member.isArray()) {
        return member;
      }
    }
    throw new Unreadable("your reply holds no JSON array");
  }

  private static JsonNode value(ReplyText reply, char open, char close, String what)
      throws Unreadable {
    String json = reply.between(open, close);
    if (json.isEmpty()) {
      throw new Unreadable(
          reply.cut() && reply.text().indexOf(open) >= 0
              ? "your reply was too long and broke off; keep it shorter"
              : reply.text().isEmpty() ? "your reply was empty" : "your reply is not " + what);
    }
    try {
      return JsonFiles.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      String why = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
      why = why.length() > SHOWN ? why.substring(0, SHOWN) : why;
      throw new Unreadable("your reply is not valid JSON (" + why + ")");
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
    String text = value.isTextual() || value.isNumber() ? Line.of(value.asText()) : "";
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
