package dev.locomo.core.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A two-person dialogue over many sessions.
 *
 * @param speakerA first name in the file
 * @param speakerB second name in the file
 * @param sessions ascending by number, not necessarily without gaps
 * @param datesWithoutSession numbers that have a date in the file but no session, ascending;
 *     conv-26 has 16 of them, which nothing uses
 */
public record Conversation(
    String speakerA, String speakerB, List<Session> sessions, List<Integer> datesWithoutSession) {
  public Conversation {
    sessions = List.copyOf(sessions);
    datesWithoutSession = List.copyOf(datesWithoutSession);
  }

  /** A conversation without dates too many. */
  public Conversation(String speakerA, String speakerB, List<Session> sessions) {
    this(speakerA, speakerB, sessions, List.of());
  }

  /** All turns, oldest session first. */
  public List<Turn> turns() {
    return sessions.stream().flatMap(s -> s.turns().stream()).toList();
  }

  /** The session with this number. */
  public Optional<Session> session(int number) {
    return sessions.stream().filter(s -> s.number() == number).findFirst();
  }

  /** Every turn by its id; a new map at each call. */
  public Map<TurnId, Turn> turnsById() {
    var byId = new HashMap<TurnId, Turn>();
    turns().forEach(t -> byId.put(t.id(), t));
    return byId;
  }
}
