package dev.locomo.eval.events;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Sample.EventSummary;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A conversation of three sessions that can be checked by hand. */
final class Small {
  private static final List<String> DATES =
      List.of("1:00 pm on 8 May, 2023", "2:00 pm on 9 June, 2023", "3:00 pm on 10 July, 2023");

  private Small() {}

  static Dataset data() {
    return data(
        List.of(
            List.of(Event.of("Ann sells her bakery.")),
            List.of(Event.of("Ann moves to Oslo."), Event.of(" ")),
            List.of(Event.of("Ann marries Tom."))));
  }

  /** With Ann's gold events of each session. */
  static Dataset data(List<List<Event>> gold) {
    var sessions =
        List.of(
            session(1, "I sold my bakery to my aunt in a hurry!", "Great."),
            session(2, "I moved to Oslo, my new flat has a view of the harbour.", "Oh."),
            session(3, "I married Tom yesterday in the little wooden church.", "Wow."));
    var conversation = new Conversation("Ann", "Ben", sessions);
    var events = new ArrayList<EventSummary>();
    for (int i = 0; i < gold.size(); i++) {
      String date = DATES.get(i).substring(DATES.get(i).indexOf(" on ") + 4);
      events.add(new EventSummary(i + 1, date, Map.of("Ann", gold.get(i), "Ben", List.of())));
    }
    var sample = new Sample("small-1", conversation, List.of(), List.of(), new TreeMap<>(), events);
    return new Dataset("small.json", "0".repeat(64), List.of(sample));
  }

  static Unit ann() {
    return units(data()).getFirst();
  }

  static List<Unit> units(Dataset data) {
    return Unit.of(data, Set.of(), SessionRange.ALL);
  }

  private static Session session(int number, String ann, String ben) {
    String date = DATES.get(number - 1);
    return new Session(
        number,
        date,
        Session.parseTime(date).orElseThrow(),
        List.of(
            new Turn(new TurnId(number, 1), "Ann", ann, null),
            new Turn(new TurnId(number, 2), "Ben", ben, null)));
  }
}
