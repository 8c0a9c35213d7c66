package dev.locomo.gen.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.gen.prompt.Answer;
import dev.locomo.gen.prompt.JsonReply;
import dev.locomo.gen.prompt.Unusable;
import java.time.LocalDate;
import java.util.ArrayList;
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

  private final Span span;
  private final Map<String, Event> known = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param before the events that are there already
   */
  EventReply(Span span, List<Event> before) {
    this.span = span;
    before.forEach(event -> known.put(event.id(), event));
  }

  /** What a reply holds, and how often something was left out of it. */
  record Read(List<Event> events, int repairs) {}

  /**
   * The new events.
   *
   * @throws Unusable when something does not fit and more can be asked, or nothing fits
   */
  Read read(Answer answer) throws Unusable {
    var drafts = new LinkedHashMap<String, Draft>();
    int number = 0;
    for (JsonNode element : JsonReply.array(answer)) {
      Draft draft = draft(element, ++number);
      if (known.containsKey(draft.id()) || drafts.containsKey(draft.id())) {
        problems.add(draft.id() + " is already the id of another event");
      } else if (draft.usable()) {
        drafts.put(draft.id(), draft);
      }
    }
    var events = connected(drafts);
    if (events.isEmpty() || !problems.isEmpty() && !answer.last()) {
      throw new Unusable(complaint());
    }
    return new Read(events, problems.size());
  }

  private String complaint() {
    if (problems.isEmpty()) {
      return "there are no events in your reply";
    }
    return String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())));
  }

  /** An event whose causes are not looked at yet; text or date is null when it is not usable. */
  private record Draft(
      String id, Optional<String> text, Optional<LocalDate> date, List<String> causes) {
    boolean usable() {
      return text.isPresent() && date.isPresent();
    }
  }

  private Draft draft(JsonNode element, int number) {
    String id = JsonReply.line(element, "id");
    if (id == null || !id.matches("[Ee]\\d{1,6}")) {
      problems.add("event number " + number + " has no \"id\" such as E4");
      id = "";
    }
    String named = id.isEmpty() ? "event number " + number : id;
    Optional<String> text =
        Optional.ofNullable(
            JsonReply.line(element, "event", "sub-event", "sub_event", "description"));
    if (text.filter(t -> t.length() <= LONGEST).isEmpty()) {
      problems.add(named + " needs an \"event\" of one sentence");
      text = Optional.empty();
    }
    var causes = JsonReply.lines(JsonReply.member(element, "caused_by", "caused by", "causes"));
    return new Draft(
        id.toUpperCase(Locale.ROOT),
        id.isEmpty() ? Optional.empty() : text,
        date(element, named),
        causes);
  }

  private Optional<LocalDate> date(JsonNode element, String named) {
    String written = JsonReply.line(element, "date", "time");
    Optional<LocalDate> date = EventDate.parse(written == null ? "" : written);
    if (date.isEmpty()) {
      problems.add(named + " has no \"date\" such as 2023-05-08");
    } else if (!span.contains(date.get())) {
      problems.add(
          "the date of "
              + named
              + ", "
              + date.get()
              + ", is not between "
              + span.start()
              + " and "
              + span.end());
      return Optional.empty();
    }
    return date;
  }

  private List<Event> connected(Map<String, Draft> drafts) {
    var events = new ArrayList<Event>();
    for (Draft draft : drafts.values()) {
      LocalDate date = draft.date().orElseThrow();
      var causes = new ArrayList<String>();
      for (String written : draft.causes()) {
        String cause = written.toUpperCase(Locale.ROOT);
        Optional<LocalDate> earlier = dateOf(cause, drafts);
        if (earlier.isEmpty()) {
          problems.add(draft.id() + " is caused by " + written + ", which is no event");
        } else if (!earlier.get().isBefore(date)) {
          problems.add(
              draft.id()
                  + " ("
                  + date
                  + ") is caused by "
                  + cause
                  + ", which is not earlier ("
                  + earlier.get()
                  + ")");
        } else if (!causes.contains(cause)) {
          causes.add(cause);
        }
      }
      events.add(new Event(draft.id(), draft.text().orElseThrow(), date, causes));
    }
    return events;
  }

  private Optional<LocalDate> dateOf(String id, Map<String, Draft> drafts) {
    Event event = known.get(id);
    if (event != null) {
      return Optional.of(event.date());
    }
    Draft draft = drafts.get(id);
    return draft == null ? Optional.empty() : draft.date();
  }
}
