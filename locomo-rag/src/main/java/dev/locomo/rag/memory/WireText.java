package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a data set that goes over the wire. Sessions and turns are named by their place, never by
 * what the data set calls them, and times are those of the data set.
 */
final class WireText {
  private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private WireText() {}

  /** When a conversation ends, or null when its last dated session has no readable time. */
  static @Nullable String end(Conversation conversation) {
    return conversation.sessions().reversed().stream()
        .filter(s -> s.time() != null)
        .findFirst()
        .map(s -> iso(s.time()))
        .orElse(null);
  }

  static @Nullable String iso(@Nullable LocalDateTime time) {
    return time == null ? null : ISO.format(time);
  }

  /** A session with some of its turns, as the contract has it. */
  static ObjectNode session(Session session, List<Turn> turns) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", "S" + session.number()).put("index", session.number());
    node.put("time", iso(session.time())).put("date", session.dateText());
    LocalDateTime time = session.time();
    node.put("epoch", time == null ? null : time.toEpochSecond(ZoneOffset.UTC));
    var list = node.putArray("turns");
    for (Turn turn : turns) {
      ObjectNode one = list.addObject();
      one.put("id", turn.id().toString()).put("speaker", turn.speaker()).put("text", turn.text());
      one.set("time", node.get("time"));
      one.set("epoch", node.get("epoch"));
      String caption = turn.caption();
      one.put("caption", caption);
      var images = one.putArray("images");
      if (turn.image() != null) {
        images.addObject().put("caption", caption);
      }
    }
    return node;
  }
}
