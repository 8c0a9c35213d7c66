package dev.locomo.core.llm.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.stack.PacingLlm.Budget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A {@link SharedPlace} that may be lost and come back. While it is lost everything here is empty
 * at once, and the caller goes on by itself; every few seconds one call finds out whether it is
 * back. What could not be stored or removed meanwhile is done then.
 */
public final class Sharing implements AutoCloseable {
  private static final long TRY_AGAIN = Duration.ofSeconds(3).toNanos();

  private final SharedPlace place;
  private final Time time;
  private final Consumer<String> notices;
  private final Map<String, Call<Boolean>> undone = new ConcurrentHashMap<>();
  private final ObjectNode record = JsonFiles.MAPPER.createObjectNode();
  private boolean lost;
  private long notBefore;

  /** What came of a claim. */
  public enum Claim {
    OURS,
    THEIRS,
    /** Nobody can know: the place is lost. */
    UNKNOWN
  }

  /**
   * @param notices told when the place is lost and when it is back
   * @throws UserError when it cannot be reached now
   */
  public Sharing(SharedPlace place, Time time, Consumer<String> notices) {
    this.place = place;
    this.time = time;
    this.notices = notices;
    record.put("address", place.address());
    try {
      place.get("");
    } catch (IOException e) {
      place.close();
      throw new UserError(
          "the shared cache " + place.address() + " cannot be used (" + UserFile.why(e) + ")",
          "start it, correct --cache, or --cache DIR");
    }
  }

  /** Something to be done there. */
  private interface Call<T> {
    T on(SharedPlace place) throws IOException;
  }

  private <T> Optional<T> with(Call<T> call) {
    if (!mayTry()) {
      return Optional.empty();
    }
    try {
      T result = call.on(place);
      found();
      return Optional.of(result);
    } catch (IOException e) {
      lose(e);
      return Optional.empty();
    }
  }

  private synchronized boolean mayTry() {
    if (!lost) {
      return true;
    }
    long now = time.nanos();
    boolean due = now - notBefore >= 0;
    if (due) {
      notBefore = now + TRY_AGAIN; // one tries, the others go on
    }
    return due;
  }

  private synchronized void lose(IOException e) {
    notBefore = time.nanos() + TRY_AGAIN;
    if (!lost) {
      lost = true;
      moments("lost").add(Instant.now().toString());
      notices.accept(
          "the shared cache "
              + place.address()
              + " is lost ("
              + e.getMessage()
              + "); continuing with this process's own cache and pace");
    }
  }

  private void found() {
    synchronized (this) {
      if (!lost) {
        return;
      }
      lost = false;
      moments("back").add(Instant.now().toString());
      notices.accept("the shared cache " + place.address() + " is back");
    }
    send();
  }

  private ArrayNode moments(String what) {
    return record.withArray(what);
  }

  private void send() {
    undone.forEach(this::change);
  }

  /** The entry of that name; empty also when the place is lost. */
  public Optional<String> get(String key) {
    return with(p -> p.get(key)).flatMap(entry -> entry);
  }

  /** Stores an entry, at once or when the place is back. */
  public void store(String key, String entry) {
    change(
        key,
        p -> {
          p.put(key, entry);
          return true;
        });
  }

  /** Removes the entry of that name if it is such a one, at once or when the place is back. */
  public void remove(String key, Predicate<String> such) {
    change(
        key,
        p -> {
          var entry = p.get(key).filter(such);
          if (entry.isPresent()) {
            p.remove(key, entry.get());
          }
          return true;
        });
  }

  private void change(String key, Call<Boolean> call) {
    undone.put(key, call);
    if (with(call).isPresent()) {
      undone.remove(key, call);
    }
  }

  /** Says that this process asks for an entry. */
  public Claim claim(String key) {
    return with(p -> p.claim(key))
        .map(ours -> ours ? Claim.OURS : Claim.THEIRS)
        .orElse(Claim.UNKNOWN);
  }

  /** Ends a claim. */
  public void release(String key) {
    with(p -> {
      p.release(key);
      return true;
    });
  }

  /** As {@link SharedPlace#take}; empty when the place is lost. */
  OptionalLong take(String budget, long limit, SharedPlace.Amount entry) {
    return with(p -> p.take(budget, limit, entry))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** As {@link SharedPlace#correct}; does nothing when the place is lost. */
  void correct(String budget, SharedPlace.Amount entry) {
    with(p -> {
      p.correct(budget, entry);
      return true;
    });
  }

  /** For a manifest: address, and when the place was lost and was back. */
  public synchronized ObjectNode record() {
    return record.deepCopy();
  }

  /** Stores what is left to be stored, if that can be done now, and lets go of the place. */
  @Override
  public void close() {
    synchronized (this) {
      notBefore = time.nanos();
    }
    if (!undone.isEmpty()) {
      send();
    }
    place.close();
  }

  /**
   * A budget that several processes use up together: the same rule as {@link MinuteWindow}, over
   * what all of them took. While the place that knows is lost, this process keeps to the limit by
   * itself, what it took before included.
   */
  public static final class SharedBudget implements Budget {
    private final Sharing sharing;
    private final String name;
    private final long limit;
    private final Time time;
    private final MinuteWindow own;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final String process = UUID.randomUUID().toString();
    private final AtomicLong count = new AtomicLong();

    /**
     * @param name of what the processes share
     * @param limit per minute; at least 1
     */
    public SharedBudget(Sharing sharing, String name, long limit, Time time) {
      this.sharing = sharing;
      this.name = name;
      this.limit = limit;
      this.time = time;
      this.own = new MinuteWindow(limit, time);
    }

    @Override
    public Taken pass(long amount) throws InterruptedException {
      var entry = new SharedPlace.Amount(process + ":" + count.incrementAndGet(), amount);
      turn.lockInterruptibly();
      try {
        while (true) {
          OptionalLong wait = sharing.take(name, limit, entry);
          if (wait.isEmpty()) {
            return own.pass(amount);
          }
          if (wait.getAsLong() <= 0) {
            return both(entry, own.note(amount));
          }
          time.sleep(Duration.ofNanos(wait.getAsLong() * 1000));
        }
      } finally {
        turn.unlock();
      }
    }

    private Taken both(SharedPlace.Amount entry, Taken ours) {
      return amount -> {
        ours.correct(amount);
        sharing.correct(name, new SharedPlace.Amount(entry.id(), amount));
      };
    }
  }
}
