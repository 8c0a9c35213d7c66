package dev.locomo.gen.dialogue;

import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Summaries;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Persona;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one speaker is told in every turn of a session.
 *
 * @param self who speaks
 * @param other the other speaker's name
 * @param date when the session is, as data sets write it
 * @param events what happened to the speaker lately
 * @param all everything that happens to the speaker, for the causes
 * @param before the session before, or null
 */
record TurnPrompt(
    Persona self,
    String other,
    String date,
    List<LifeEvent> events,
    List<LifeEvent> all,
    @Nullable GeneratedSession before) {
  private static final String PHOTO =
      "- now and then, when it comes naturally, share a photo of something of your own: after the"
          + " words write in square brackets what it shows, like this: [shares a photo of a brown"
          + " dog asleep on a red sofa];\n";
  private static final String STOP =
      "- the chat is coming to its end: say good-bye in your own way, and write [END] after your"
          + " message.\n";

  /**
   * What is different in each turn.
   *
   * @param memory facts and insights, best first
   * @param history what was said in this session, a line a turn
   * @param photos whether photos may be shared
   * @param stop whether it is time to end
   */
  record Moment(List<String> memory, List<String> history, boolean photos, boolean stop) {}

  String text(ConversationModel model, Moment moment) {
    var slots = new HashMap<String, String>();
    slots.put("self", self.name());
    slots.put("other", other);
    slots.put("date", date);
    slots.put("persona", self.summary());
    slots.put("past", past());
    slots.put("events", list("What happened in your life since then:", eventLines()));
    slots.put("memory", list("What you remember:", moment.memory()));
    slots.put("photo", moment.photos() ? PHOTO : "");
    slots.put("stop", moment.stop() ? STOP : "");
    slots.put(
        "history",
        moment.history().isEmpty()
            ? "(nothing was said yet; you begin)\n"
            : String.join("\n", moment.history()) + "\n");
    return model.prompt("turn", slots);
  }

  private String past() {
    if (before == null) {
      return "You and " + other + " are getting to know each other; this is your first chat.";
    }
    Summaries summaries = before.summaries();
    String when = "You last talked on " + before.dayText() + ".";
    return summaries == null
        ? when
        : when + " Your talks up to then, in short: " + summaries.soFar();
  }

  /** The speaker's recent events with what led to them. */
  List<String> eventLines() {
    Map<String, LifeEvent> byId =
        all.stream().collect(Collectors.toMap(LifeEvent::id, event -> event, (first, _) -> first));
    return events.stream().map(event -> line(event, byId)).toList();
  }

  private static String line(LifeEvent event, Map<String, LifeEvent> byId) {
    String causes =
        event.causes().stream()
            .filter(byId::containsKey)
            .map(byId::get)
            .map(cause -> cause.text() + " (" + cause.dateText() + ")")
            .collect(Collectors.joining("; "));
    String text = event.dateText() + ": " + event.text();
    return causes.isEmpty() ? text : text + " This came from: " + causes;
  }

  private static String list(String title, List<String> lines) {
    return lines.isEmpty() ? "" : title + "\n- " + String.join("\n- ", lines) + "\n";
  }
}
