package dev.locomo.eval.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the events of a summarizer's reply. What is measured is what it tells, not how well it
 * keeps to a format, so a fence, words round the JSON and a plain list with bullets or numbers are
 * read as well; prose is not taken for events.
 */
final class EventReply {
  private static final Pattern LIST =
      Pattern.compile("\\{\\s*\"events\"\\s*:\\s*\\[|\\[\\s*[\\[{\"\\]]");
  private static final Pattern BULLET =
      Pattern.compile("^\\s*(?:[-*•–]|\\(?\\d{1,3}[.)])\\s++(?:\\*\\*)?(.*\\S)\\s*$");

  /** A date in front of an event, set off by brackets or a colon. */
  private static final Pattern DATED =
      Pattern.compile(
          "^(?:\\[([^\\]]{4,40})\\]|\\(([^)]{4,40})\\)|([^:.!?]{0,30}\\b\\d{4})(?:\\*\\*)?\\s*[:–-])"
              + "[:\\s*–-]*(\\S.*)$");

  private EventReply() {}

  /**
   * The events as written; of a reply that was cut off, the whole ones before the cut.
   *
   * @return empty when the reply is no list of events, or a filter stopped it
   */
  static Optional<List<Event>> read(ReplyText reply) {
    if (reply.finish() == Reply.Finish.FILTERED) {
      return Optional.empty();
    }
    String text = reply.text();
    var list = LIST.matcher(text);
    if (list.find()) {
      return json(text.substring(text.indexOf('[', list.start())), reply.cut());
    }
    var bullets = bullets(text);
    return bullets.isEmpty() ? Optional.empty() : Optional.of(bullets);
  }

  /** Element by element, so that what is whole can be had of a list that is cut off. */
  private static Optional<List<Event>> json(String array, boolean cutOff) {
    var events = new ArrayList<Event>();
    try (JsonParser parser = JsonFiles.MAPPER.createParser(array)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        JsonNode node = parser.currentToken() == null ? null : parser.readValueAsTree();
        var event = node == null ? Optional.<Event>empty() : event(node);
        if (event.isEmpty()) {
          return cutOff && node == null ? whole(events) : Optional.empty();
        }
        events.add(event.get());
      }
      return Optional.of(events);
    } catch (IOException e) {
      return cutOff ? whole(events) : Optional.empty();
    }
  }

  /** What is whole of a list that is cut off; a list of nothing was never finished. */
  private static Optional<List<Event>> whole(List<Event> events) {
    return events.isEmpty() ? Optional.empty() : Optional.of(events);
  }

  private static Optional<Event> event(JsonNode node) {
    String text = node.isTextual() ? node.textValue() : node.path("event").asText("");
    if (text.isBlank()) {
      return Optional.empty();
    }
    var causes = new ArrayList<String>();
    node.path("caused_by").forEach(cause -> causes.add(cause.asText().strip()));
    return Optional.of(
        new Event(
            text.strip(),
            node.path("date").asText("").strip(),
            node.path("id").asText("").strip(),
            causes));
  }

  private static List<Event> bullets(String text) {
    var events = new ArrayList<Event>();
    for (String line : text.lines().toList()) {
      var bullet = BULLET.matcher(line);
      if (bullet.matches()) {
        events.add(dated(bullet.group(1)));
      }
    }
    return events;
  }

  private static Event dated(String line) {
    var m = DATED.matcher(line);
    if (!m.matches()) {
      return Event.of(line.replace("**", ""));
    }
    String date = m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3);
    return new Event(m.group(4).replace("**", ""), date.strip(), "", List.of());
  }
}
