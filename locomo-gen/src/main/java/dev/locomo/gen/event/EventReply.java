package dev.locomo.gen.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.sample.LifeEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a reply with events against the schema: ids unique, causes that exist and lie on earlier
 * days (so there is no cycle), dates inside the span. In the last reply what does not fit is left
 * out: a cause, or an event without usable text or date.
 */
final class EventReply {
  private static final int SHOWN = 3;
  private static final int LONGEST = 600;

  private final DateSpan span;

  /** The days of the events that there were before, and of those of the reply, by id. */
  private final Map<String, LocalDate> days = new HashMap<>();

  private final List<String> problems = new ArrayList<>();

  /**
   * @param before the events that are there already
   */
  EventReply(DateSpan span, List<LifeEvent> before) {
    this.span = span;
    before.forEach(event -> days.put(event.id(), event.date()));
  }

  /** What a reply holds, and how often something was left out of it. */
  record Read(List<LifeEvent> events, int repairs) {}

  /**
   * The new events.
   *
   * @throws Unreadable when something does not fit and more can be asked, or nothing fits
   */
  Read read(ReplyText reply) throws Unreadable {
    var drafts = new LinkedHashMap<String, LifeEvent>();
    int number = 0;
    for (JsonNode element : JsonReply.array(reply)) {
      draft(element, ++number, drafts);
    }
    drafts.values().forEach(draft -> days.put(draft.id(), draft.date()));
    var events = drafts.values().stream().map(this::withKnownCauses).toList();
    if (events.isEmpty() || (!problems.isEmpty() && !reply.last())) {
      throw new Unreadable(
          problems.isEmpty()
              ? "there are no events in your reply"
              : String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size()))));
    }
    return new Read(events, problems.size());
  }

  /** Adds an event, its causes as they are written, when it is usable. */
  private void draft(JsonNode element, int number, Map<String, LifeEvent> drafts) {
    String id = JsonReply.line(element, "id");
    boolean named = id != null && id.matches("[Ee]\\d{1,6}");
    String name = named ? String.valueOf(id) : "event number " + number;
    if (!named) {
      problems.add(name + " has no \"id\" such as E4");
    }
    String text = JsonReply.line(element, "event", "sub-event", "sub_event", "description");
    boolean sentence = text != null && text.length() <= LONGEST;
    if (!sentence) {
      problems.add(name + " needs an \"event\" of one sentence");
    }
    Optional<LocalDate> date = date(element, name);
    String key = named ? name.toUpperCase(Locale.ROOT) : "";
    if (days.containsKey(key) || drafts.containsKey(key)) {
      problems.add(key + " is already the id of another event");
    } else if (named && sentence && date.isPresent()) {
      var causes = JsonReply.lines(JsonReply.member(element, "caused_by", "caused by", "causes"));
      drafts.put(key, new LifeEvent(key, String.valueOf(text), date.get(), causes));
    }
  }

  private Optional<LocalDate> date(JsonNode element, String name) {
    String written = JsonReply.line(element, "date", "time");
    Optional<LocalDate> date = LifeEvent.parseDate(written == null ? "" : written);
    if (date.isEmpty()) {
      problems.add(name + " has no \"date\" such as 2023-05-08");
    } else if (!span.contains(date.get())) {
      problems.add(
          "the date of %s, %s, is not between %s and %s"
              .formatted(name, date.get(), span.start(), span.end()));
      return Optional.empty();
    }
    return date;
  }

  private LifeEvent withKnownCauses(LifeEvent draft) {
    var causes = new ArrayList<String>();
    for (String written : draft.causes()) {
      String cause = written.toUpperCase(Locale.ROOT);
      LocalDate earlier = days.get(cause);
      if (earlier == null) {
        problems.add(draft.id() + " is caused by " + written + ", which is no event");
      } else if (!earlier.isBefore(draft.date())) {
        problems.add(
            "%s (%s) is caused by %s, which is not earlier (%s)"
                .formatted(draft.id(), draft.date(), cause, earlier));
      } else if (!causes.contains(cause)) {
        causes.add(cause);
      }
    }
    return new LifeEvent(draft.id(), draft.text(), draft.date(), causes);
  }
}
