package dev.locomo.core.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A queue within one process, for what is done with queues. */
public final class MemoryQueue implements WorkQueue {
  private final Place place;
  private final String run;
  private final int priority;
  private final Duration lease;
  private final Object me = new Object();
  private boolean down;

  /** Where the runs of several processes meet. */
  public static final class Place {
    private final Map<String, Map<Integer, Map<String, Piece>>> runs = new LinkedHashMap<>();
    private final Map<String, Integer> priorities = new ConcurrentHashMap<>();
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /**
     * @param nanos the time that passes
     */
    public Place(LongSupplier nanos) {
      this.nanos = nanos;
    }
  }

  private static final class Piece {
    private int times;
    private long until;
    private Object holder = "";
    private String record = "";
  }

  /** One process's queue of a run. */
  public MemoryQueue(Place place, String run, int priority, Duration lease) {
    this.place = place;
    this.run = run;
    this.priority = priority;
    this.lease = lease;
  }

  /** From now on it cannot be reached, or can again. */
  public void down(boolean isDown) {
    down = isDown;
  }

  /** Loses the record of a piece, as no real one does. */
  public void lose(int stage, String piece) {
    synchronized (place) {
      pieces(stage).remove(piece);
    }
  }

  private Map<String, Piece> pieces(int stage) {
    return place.runs.getOrDefault(run, Map.of()).getOrDefault(stage, new LinkedHashMap<>());
  }

  private void hear() throws IOException {
    if (down) {
      throw new IOException("it is down");
    }
    place.priorities.put(run, priority);
    place.heard.put(run, place.nanos.getAsLong() + lease.toNanos());
  }

  @Override
  public String address() {
    return "memory:" + run;
  }

  @Override
  public void offer(int stage, List<String> pieces) throws IOException {
    synchronized (place) {
      hear();
      var all =
          place
              .runs
              .computeIfAbsent(run, _ -> new TreeMap<>())
              .computeIfAbsent(stage, _ -> new LinkedHashMap<>());
      pieces.forEach(piece -> all.computeIfAbsent(piece, _ -> new Piece()));
    }
  }

  @Override
  public Optional<Taken> take(int stage) throws IOException {
    synchronized (place) {
      hear();
      long now = place.nanos.getAsLong();
      boolean waits =
          place.priorities.entrySet().stream()
              .anyMatch(other ->
                  other.getValue() > priority
                      && place.heard.getOrDefault(other.getKey(), 0L) > now);
      if (waits) {
        return Optional.empty();
      }
      for (var piece : pieces(stage).entrySet()) {
        Piece of = piece.getValue();
        if (of.record.isEmpty() && of.until <= now) {
          of.until = now + lease.toNanos();
          of.holder = me;
          return Optional.of(new Taken(piece.getKey(), ++of.times));
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public void renew(int stage, Collection<String> held) throws IOException {
    synchronized (place) {
      hear();
      Set<String> mine = new HashSet<>(held);
      pieces(stage)
          .forEach((name, piece) -> {
            if (mine.contains(name) && piece.holder == me) {
              piece.until = place.nanos.getAsLong() + lease.toNanos();
            }
          });
    }
  }

  @Override
  public void giveBack(int stage, String name) throws IOException {
    synchronized (place) {
      hear();
      var all = pieces(stage);
      Piece piece = all.get(name);
      if (piece != null && piece.holder == me && piece.record.isEmpty()) {
        piece.until = 0;
        all.remove(name);
        all.put(name, piece);
      }
    }
  }

  @Override
  public boolean complete(int stage, String name, String record) throws IOException {
    synchronized (place) {
      hear();
      Piece piece = Objects.requireNonNull(pieces(stage).get(name));
      if (piece.record.isEmpty()) {
        piece.record = record;
        piece.holder = me;
      }
      return piece.holder == me && piece.record.equals(record);
    }
  }

  @Override
  public int open(int stage) throws IOException {
    synchronized (place) {
      hear();
      return (int) pieces(stage).values().stream().filter(p -> p.record.isEmpty()).count();
    }
  }

  @Override
  public Map<String, String> records(int stage) throws IOException {
    synchronized (place) {
      hear();
      var all = new LinkedHashMap<String, String>();
      new ArrayList<>(pieces(stage).entrySet())
          .stream()
              .filter(piece -> !piece.getValue().record.isEmpty())
              .forEach(piece -> all.put(piece.getKey(), piece.getValue().record));
      return all;
    }
  }

  @Override
  public int stages() throws IOException {
    synchronized (place) {
      hear();
      return place.runs.getOrDefault(run, Map.of()).size();
    }
  }

  @Override
  public void close() {
    synchronized (place) {
      place.heard.put(run, 0L);
    }
  }
}
