package dev.locomo.core.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives items in their order, but of those that share a beginning only one until that one is
 * through: a provider keeps what it made of the shared part when it has read it once, and many that
 * come at the same moment would all be paid in full. Meanwhile the items behind them have their
 * turn. The same happens again when none of them was through for so long that the provider may have
 * forgotten.
 *
 * <p>One thread takes items; any thread may say that one is through.
 *
 * @param <I> an item
 */
public final class SharedFirst<I> implements Iterator<I> {
  /** Providers keep a beginning for five minutes after its last use. */
  static final Duration KEPT = Duration.ofMinutes(4);

  private final Iterator<I> items;
  private final Function<? super I, @Nullable String> shared;
  private final LongSupplier nanos;
  private final Map<String, Group<I>> groups = new LinkedHashMap<>();
  private @Nullable I next;

  /** Items that share a beginning. */
  private static final class Group<I> {
    final Deque<I> held = new ArrayDeque<>();
    @Nullable I first;
    boolean read;
    long lastUse;
  }

  /**
   * @param shared what an item shares, by a name; null for nothing
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  public SharedFirst(
      Iterator<I> items, Function<? super I, @Nullable String> shared, LongSupplier nanos) {
    this.items = items;
    this.shared = shared;
    this.nanos = nanos;
  }

  /** Waits while all that is left waits for another item; true at once on an interrupted thread. */
  @Override
  public synchronized boolean hasNext() {
    while (next == null) {
      next = take();
      if (next == null) {
        if (groups.values().stream().allMatch(group -> group.held.isEmpty())) {
          return false;
        }
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return true;
        }
      }
    }
    return true;
  }

  @Override
  public synchronized I next() {
    I given = hasNext() ? next : null;
    if (given == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return given;
  }

  /** The earliest that may be begun; null when there is none now. */
  private @Nullable I take() {
    for (Group<I> group : groups.values()) {
      if (!group.held.isEmpty() && mayBegin(group, group.held.getFirst())) {
        return group.held.removeFirst();
      }
    }
    while (items.hasNext()) {
      I item = items.next();
      String name = shared.apply(item);
      if (name == null) {
        return item;
      }
      Group<I> group = groups.computeIfAbsent(name, _ -> new Group<>());
      if (mayBegin(group, item)) {
        return item;
      }
      group.held.add(item);
    }
    return null;
  }

  private boolean mayBegin(Group<I> group, I item) {
    if (group.first != null) {
      return false;
    }
    if (!group.read || nanos.getAsLong() - group.lastUse > KEPT.toNanos()) {
      group.first = item;
    }
    return true;
  }

  /** An item that was given is through, with or without a result. */
  public synchronized void through(I item) {
    String name = shared.apply(item);
    Group<I> group = name == null ? null : groups.get(name);
    if (group != null) {
      group.read = true;
      group.lastUse = nanos.getAsLong();
      if (group.first == item) {
        group.first = null;
      }
      notifyAll();
    }
  }

  /** All that was not given, without waiting for anything. */
  public synchronized List<I> rest() {
    var rest = new ArrayList<I>();
    if (next != null) {
      rest.add(next);
    }
    groups.values().forEach(group -> rest.addAll(group.held));
    items.forEachRemaining(rest::add);
    return rest;
  }
}
