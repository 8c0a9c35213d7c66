package dev.locomo.core.dataset;

import java.lang.ref.WeakReference;
import java.util.AbstractList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

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
    sessions = sessions instanceof OnDisk ? sessions : List.copyOf(sessions);
    datesWithoutSession = List.copyOf(datesWithoutSession);
  }

  /**
   * Sessions that stay in their file and are read when they are looked at, for data sets that are
   * larger than the memory. Those looked at last are kept.
   */
  public abstract static class OnDisk extends AbstractList<Session> {
    private static final int KEPT = 4;
    private static final Deque<List<Session>> RECENT = new ConcurrentLinkedDeque<>();

    private WeakReference<List<Session>> read = new WeakReference<>(null);

    /** Reads them. */
    protected abstract List<Session> load();

    private synchronized List<Session> sessions() {
      List<Session> there = read.get();
      if (there == null) {
        there = List.copyOf(load());
        read = new WeakReference<>(there);
        RECENT.addLast(there);
        while (RECENT.size() > KEPT) {
          RECENT.pollFirst();
        }
      }
      return there;
    }

    @Override
    public Session get(int index) {
      return sessions().get(index);
    }

    @Override
    public int size() {
      return sessions().size();
    }
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
