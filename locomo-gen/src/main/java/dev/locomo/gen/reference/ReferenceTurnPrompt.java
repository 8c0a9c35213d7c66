package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonLiteral;
import java.util.HashMap;
import java.util.Map;

/**
 * The original's prompt of a turn, from the view of the one about to speak.
 *
 * @param chat has the texts
 * @param session number of the session
 * @param before the date of the session before, as written; empty in the first
 * @param now the date of this one
 * @param events whether events are used
 */
record ReferenceTurnPrompt(
    ReferenceChat chat, int session, String before, String now, boolean events) {
  /**
   * What is different in each turn.
   *
   * @param index of the turn, from 0
   * @param stop the instruction to end, or an empty text
   * @param context what was found of earlier sessions; used where the prompt has room for it
   */
  record Moment(int index, String stop, String context) {}

  /** The prompt. */
  String of(ObjectNode self, ObjectNode other, Moment at) {
    String me = PythonValue.shown(self, "name");
    String you = PythonValue.shown(other, "name");
    String persona = PythonValue.shown(self, "persona_summary");
    if (session == 1 && events) {
      String happened = eventText(self);
      String[] slots = {persona, me, you, now, me, happened, me, you, at.stop()};
      return chat.percent("gen.AGENT_CONV_PROMPT_SESS_1_W_EVENTS", slots);
    }
    if (session == 1) {
      return chat.percent("gen.AGENT_CONV_PROMPT_SESS_1", persona, me, you, now, me, you, me);
    }
    if (!events) {
      String known = summaries(self);
      String[] slots = {persona, me, you, before, known, now, me, you, me};
      return chat.percent("gen.AGENT_CONV_PROMPT", slots);
    }
    String known = PythonValue.shown(self, "session_" + (session - 1) + "_summary");
    String happened = eventText(self);
    if (at.index() == 0) {
      String[] slots = {persona, me, you, before, now, me, known, happened, at.stop(), you};
      return chat.percent("gen.AGENT_CONV_PROMPT_W_EVENTS_V2_INIT", slots);
    }
    String[] slots = {
      persona, me, you, before, now, me, known, happened, at.context(), at.stop(), you
    };
    return chat.percent("gen.AGENT_CONV_PROMPT_W_EVENTS_V2", slots);
  }

  /** Whether earlier sessions are looked at. */
  boolean looksBack() {
    return session > 1 && events;
  }

  /** The date's first three characters, where its parts were meant. */
  private String summaries(ObjectNode self) {
    var text = new StringBuilder("\n");
    for (int i = 1; i < session; i++) {
      String date = PythonValue.text(self, "session_" + i + "_date_time");
      if (date.length() < 3) {
        throw new PythonError("IndexError", "string index out of range");
      }
      text.append(date.charAt(2)).append(' ').append(date.charAt(1)).append(", ");
      text.append(date.charAt(0)).append(": ");
      text.append(PythonValue.text(self, "session_" + i + "_summary")).append('\n');
    }
    return text.toString();
  }

  private String eventText(ObjectNode self) {
    Map<JsonNode, JsonNode> byId = new HashMap<>();
    for (JsonNode event : PythonValue.each(PythonValue.item(self, "graph"))) {
      byId.put(PythonValue.hashed(PythonValue.item(event, "id")), event);
    }
    var text = new StringBuilder();
    for (JsonNode event : PythonValue.each(PythonValue.item(self, "events_session_" + session))) {
      text.append("On").append(PythonValue.text(event, "date")).append(", ").append(what(event));
      JsonNode causes = PythonValue.item(event, "caused_by");
      if (!PythonValue.isEmpty(causes)) {
        text.append(" Because previously");
        for (JsonNode id : PythonValue.each(causes)) {
          JsonNode cause = byId.get(PythonValue.hashed(id));
          if (cause == null) {
            throw new PythonError("KeyError", PythonLiteral.repr(id));
          }
          text.append(", ").append(what(cause)).append(" (");
          text.append(PythonValue.shown(cause, "date")).append(')');
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String what(JsonNode event) {
    return PythonValue.text(event, event.has("sub-event") ? "sub-event" : "sub_event");
  }
}
