package dev.locomo.core.queue;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.http.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue as one process uses it: what it holds is renewed, and a queue that is lost is waited for.
 */
public final class HeldPieces implements AutoCloseable {
  private static final Duration RENEWED = Duration.ofSeconds(8);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** A queue that is gone for so long is not waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final WorkQueue queue;
  private final Consumer<String> notices;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Thread renewing;
  private volatile int stage;
  private boolean lost;

  /**
   * @param notices told when the queue is lost and when it is back
   */
  public HeldPieces(WorkQueue queue, Consumer<String> notices) {
    this.queue = queue;
    this.notices = notices;
    this.renewing = Thread.ofVirtual().name("locomo-queue").start(this::renewAlways);
  }

  /** Something to be done at the queue. */
  public interface Step<T> {
    /** Does it. */
    T on(WorkQueue queue) throws IOException;
  }

  /**
   * Does something at the queue, as often as it takes.
   *
   * @throws UserError when the queue stays lost
   * @throws InterruptedException when a stop is wanted while it is lost
   */
  public <T> T with(Step<T> step) throws InterruptedException {
    long since = System.nanoTime();
    while (true) {
      try {
        T result = step.on(queue);
        tell(false, "");
        return result;
      } catch (IOException e) {
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
          throw new UserError(
              "the queue " + queue.address() + " cannot be used (" + e.getMessage() + ")",
              "the same command when it is back; what was done is kept",
              e);
        }
        tell(true, String.valueOf(e.getMessage()));
        Stop.ofProcess().sleep(AGAIN);
      }
    }
  }

  private synchronized void tell(boolean isLost, String why) {
    if (lost != isLost) {
      lost = isLost;
      notices.accept(
          "the queue "
              + queue.address()
              + (isLost ? " is lost (" + why + "); waiting for it" : " is back"));
    }
  }

  /** Takes a piece of a stage, as {@link WorkQueue#take}; what is held is of this stage alone. */
  public WorkQueue.@Nullable Taken take(int of) throws InterruptedException {
    stage = of;
    var taken = with(q -> q.take(of)).orElse(null);
    if (taken != null) {
      held.add(taken.piece());
    }
    return taken;
  }

  /** Leaves what came of a piece; whether it is what counts. */
  public boolean complete(String piece, PieceRecord record) throws InterruptedException {
    String text = record.text();
    int of = stage;
    boolean first = with(q -> q.complete(of, piece, text));
    held.remove(piece);
    return first;
  }

  /** Lets go of a piece; when the queue is lost its time runs out there. */
  public void giveBack(String piece) {
    held.remove(piece);
    try {
      queue.giveBack(stage, piece);
    } catch (IOException e) {
      // Another process takes it over later.
    }
  }

  private void renewAlways() {
    try {
      while (true) {
        Thread.sleep(RENEWED);
        try {
          queue.renew(stage, held);
        } catch (IOException e) {
          // Who takes or leaves a piece next says so.
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    renewing.interrupt();
    Set.copyOf(held).forEach(this::giveBack);
    queue.close();
  }
}
