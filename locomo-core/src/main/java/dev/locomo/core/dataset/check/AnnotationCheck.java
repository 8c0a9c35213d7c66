package dev.locomo.core.dataset.check;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.ConversationCheck.Outline;
import dev.locomo.core.dataset.check.Node.SessionKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks the observations, session summaries and event summaries of a sample. */
public final class AnnotationCheck {
  /** What an event has to be, in words. */
  public static final String EVENT = "an event, a string or an object with \"event\"";

  /** What its causes have to be, in words. */
  public static final String EVENT_CAUSES = "a list of event ids";

  /** The keys of an event that is an object. */
  public static final Set<String> EVENT_KEYS =
      Set.of("event", "sub-event", "sub_event", "date", "id", "caused_by");

  private static final List<String> EVENT_TEXTS = List.of("event", "sub-event", "sub_event");

  private static final String SPEAKERS = "an object of speakers";

  private final Findings out;
  private final Outline outline;

  /** Notes what it finds. */
  public AnnotationCheck(Findings out, Outline outline) {
    this.out = out;
    this.outline = outline;
  }

  /** Checks the facts. */
  public void observations(Node node) {
    for (var session : sessions(node, SessionKeys.OBSERVATION, "session_N_observation")) {
      for (var speaker : out.members(session.getValue(), SPEAKERS)) {
        speaker(speaker);
        for (Node fact : out.elements(speaker.getValue(), "an array of [fact, turn id] pairs")) {
          fact(fact);
        }
      }
    }
  }

  /** Checks the summaries. */
  public void summaries(Node node) {
    for (var summary : sessions(node, SessionKeys.SUMMARY, "session_N_summary")) {
      if (out.isText(summary.getValue(), "a summary, a string")
          && summary.getValue().value().textValue().isBlank()) {
        out.odd(Oddity.TEXT_EMPTY, summary.getValue(), "a summary");
      }
    }
  }

  /** Checks the events. */
  public void events(Node node) {
    for (var session : sessions(node, SessionKeys.EVENTS, "events_session_N")) {
      for (var member : out.members(session.getValue(), SPEAKERS)) {
        if (member.getKey().equals("date")) {
          eventDate(session.getKey(), member.getValue());
        } else {
          speaker(member);
          eventTexts(member.getValue());
        }
      }
    }
  }

  /** The members by session number, after reporting sessions too many or too few. */
  private Iterable<Map.Entry<Integer, Node>> sessions(Node node, SessionKeys keys, String name) {
    var byNumber = new TreeMap<Integer, Node>();
    for (var member : out.members(node, "an object")) {
      var digits = keys.digits(member.getKey());
      var number = digits.map(SessionKeys::plain);
      if (number.isEmpty()) {
        out.unknownKey(node, member.getKey(), Set.of(name));
      } else if (number.get().isEmpty()) {
        String found = "the key " + Node.quoted(member.getKey());
        out.odd(Oddity.SESSION_KEY, member.getValue(), found, SessionKeys.EXPECTED);
      } else {
        byNumber.put(number.get().getAsInt(), member.getValue());
      }
    }
    coverage(node, byNumber, name);
    return byNumber.entrySet();
  }

  private void coverage(Node node, Map<Integer, Node> byNumber, String name) {
    byNumber.forEach((number, member) -> {
      if (!outline.dates().containsKey(number)) {
        out.odd(
            Oddity.NO_SUCH_SESSION, member, "session " + number, "a session of the conversation");
      }
    });
    for (int number : outline.dates().keySet()) {
      if (node.value().isObject() && !byNumber.containsKey(number)) {
        String key = name.replace("N", Integer.toString(number));
        out.odd(Oddity.SESSION_NOT_COVERED, node, "no " + key, key);
      }
    }
  }

  private void speaker(Map.Entry<String, Node> member) {
    if (!outline.speakers().contains(member.getKey())) {
      String found = "the key " + Node.quoted(member.getKey());
      out.odd(Oddity.SPEAKER_UNKNOWN, member.getValue(), found, outline.speakerNames());
    }
  }

  private void fact(Node fact) {
    var pair = out.elements(fact, "a [fact, turn id] pair");
    if (pair.size() != 2) {
      if (fact.value().isArray()) {
        out.odd(Oddity.WRONG_TYPE, fact, pair.size() + " elements", "a [fact, turn id] pair");
      }
      return;
    }
    out.isText(pair.get(0), "a fact, a string");
    out.checkText(pair.get(0));
    Node source = pair.get(1);
    if (source.value().isArray()) {
      out.odd(Oddity.SOURCE_LIST, source, source.value().size() + " ids", "one turn id");
      out.oneOrSeveral(source, "").forEach(this::source);
    } else {
      source(source);
    }
  }

  private void source(Node at) {
    String text = out.text(at, "a turn id or a list of them");
    if (text == null) {
      return;
    }
    if (TurnId.parse(text).isEmpty()) {
      boolean joined = QuestionCheck.JOINED.matcher(text).matches();
      out.odd(joined ? Oddity.SOURCE_JOINED : Oddity.SOURCE_MALFORMED, at, "one turn id");
    }
    for (TurnId id : TurnId.namedIn(List.of(text))) {
      if (!outline.turns().contains(id)) {
        out.odd(Oddity.SOURCE_UNKNOWN_TURN, at, "the id of a turn in the conversation");
      }
    }
  }

  private void eventDate(int session, Node at) {
    if (!out.isOptionalText(at, "a date, a string")) {
      return;
    }
    String date = outline.dates().getOrDefault(session, "");
    if (!date.isEmpty() && !date.contains(at.value().textValue())) {
      out.odd(Oddity.EVENT_DATE, at, "a part of " + Node.quoted(date));
    }
  }

  private void eventTexts(Node at) {
    for (Node event : out.optionalElements(at, "a list of events")) {
      event(event);
    }
  }

  private void event(Node event) {
    Node text = eventText(event);
    if (out.isText(text, EVENT) && text.value().textValue().isBlank()) {
      out.odd(Oddity.TEXT_EMPTY, text, "an event");
    }
    if (event.value().isObject()) {
      out.unknownKeys(event, EVENT_KEYS);
      out.isOptionalText(event.get("date"), "a date, a string");
      out.isOptionalText(event.get("id"), "an id, a string");
      for (Node cause : out.oneOrSeveral(event.get("caused_by"), EVENT_CAUSES)) {
        out.isText(cause, "a string");
      }
    }
  }

  /** Where an event's text is: the event itself, or the first of its members that can hold it. */
  public static Node eventText(Node event) {
    if (!event.value().isObject()) {
      return event;
    }
    return EVENT_TEXTS.stream()
        .map(event::get)
        .filter(text -> !text.missing())
        .findFirst()
        .orElse(event.get("event"));
  }
}
