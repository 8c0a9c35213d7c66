package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    String step = "D" + session + "/turn";
    String me = ReferenceCrash.text(step, self, "name");
    String you = ReferenceCrash.text(step, other, "name");
    String persona = ReferenceCrash.text(step, self, "persona_summary");
    if (session == 1 && events) {
      String happened = eventText(step, self);
      String[] slots = {persona, me, you, now, me, happened, me, you, at.stop()};
      return chat.percent("gen.AGENT_CONV_PROMPT_SESS_1_W_EVENTS", slots);
    }
    if (session == 1) {
      return chat.percent("gen.AGENT_CONV_PROMPT_SESS_1", persona, me, you, now, me, you, me);
    }
    if (!events) {
      String known = summaries(step, self);
      String[] slots = {persona, me, you, before, known, now, me, you, me};
      return chat.percent("gen.AGENT_CONV_PROMPT", slots);
    }
    String known = ReferenceCrash.text(step, self, "session_" + (session - 1) + "_summary");
    String happened = eventText(step, self);
    if (at.index() == 0) {
      String[] slots = {persona, me, you, before, now, me, known, happened, at.stop(), you};
      return chat.percent("gen.AGENT_CONV_PROMPT_W_EVENTS_V2_INIT", slots);
    }
    String[] slots = {
      persona, me, you, before, now, me, known, happened, at.context(), at.stop(), you
    };
    return chat.percent("gen.AGENT_CONV_PROMPT_W_EVENTS_V2", slots);
  }

  /** Whether {@link #of} shows what was found of earlier sessions. */
  boolean looksBack(int index) {
    return session > 1 && events && index > 0;
  }

  /** The date's first three characters, where its parts were meant. */
  private String summaries(String step, ObjectNode self) {
    var text = new StringBuilder("\n");
    for (int i = 1; i < session; i++) {
      String date = ReferenceCrash.text(step, self, "session_" + i + "_date_time");
      text.append(date.charAt(2)).append(' ').append(date.charAt(1)).append(", ");
      text.append(date.charAt(0)).append(": ");
      text.append(ReferenceCrash.text(step, self, "session_" + i + "_summary")).append('\n');
    }
    return text.toString();
  }

  private String eventText(String step, ObjectNode self) {
    Map<String, JsonNode> byId = new HashMap<>();
    for (JsonNode event : ReferenceCrash.array(step, self, "graph")) {
      byId.put(ReferenceCrash.key(step, event, "id").asText(), event);
    }
    var text = new StringBuilder();
    for (JsonNode event : ReferenceCrash.array(step, self, "events_session_" + session)) {
      text.append("On").append(ReferenceCrash.text(step, event, "date")).append(", ");
      text.append(what(step, event));
      JsonNode causes = ReferenceCrash.array(step, event, "caused_by");
      text.append(causes.isEmpty() ? "" : " Because previously");
      for (JsonNode id : causes) {
        JsonNode cause = byId.get(id.asText());
        if (cause == null) {
          throw ReferenceCrash.at(step, "KeyError: '" + id.asText() + "'");
        }
        text.append(", ").append(what(step, cause)).append(" (");
        text.append(ReferenceCrash.text(step, cause, "date")).append(')');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String what(String step, JsonNode event) {
    return ReferenceCrash.text(step, event, event.has("sub-event") ? "sub-event" : "sub_event");
  }
}
