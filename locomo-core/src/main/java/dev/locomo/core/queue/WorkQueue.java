package dev.locomo.core.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The place where the processes of one run take pieces of work from, and leave what came of them.
 * The pieces of a stage (counted from 0) are known by their names; each is taken by one process at
 * a time, and by another when its holder was not heard of for {@link #LEASE}. While processes of a
 * run with a higher priority are heard of at the same place, no piece is given out here.
 *
 * <p>For many threads. Every method fails with an {@link IOException} when the place cannot be
 * reached; a later call may succeed. What is kept there goes when no process was heard of for
 * {@link #KEPT}.
 */
public interface WorkQueue extends AutoCloseable {
  /** So long a piece is its holder's without a word from it. */
  Duration LEASE = Duration.ofSeconds(30);

  /** So long a run is remembered. */
  Duration KEPT = Duration.ofDays(7);

  /**
   * A piece that is this process's for now.
   *
   * @param piece its name
   * @param time 1 the first time, one more each time that it was given back
   */
  record Taken(String piece, int time) {}

  /** Where it is, without a password. */
  String address();

  /** Adds pieces to a stage, in their order, but for those that are there. */
  void offer(int stage, List<String> pieces) throws IOException;

  /** Takes a piece that is neither done nor held; empty when there is none now. */
  Optional<Taken> take(int stage) throws IOException;

  /** Says that this process is there, and keeps what it holds. */
  void renew(int stage, Collection<String> pieces) throws IOException;

  /** Lets go of a piece, so that any process can take it; nothing when it is not held. */
  void giveBack(int stage, String piece) throws IOException;

  /**
   * Leaves what came of a piece. The first record of a piece counts.
   *
   * @return whether it was this one
   */
  boolean complete(int stage, String piece, String record) throws IOException;

  /** How many pieces of a stage have no record. */
  int open(int stage) throws IOException;

  /** The records of a stage, by piece. */
  Map<String, String> records(int stage) throws IOException;

  /** How many stages pieces were offered for; 0 when nobody began. */
  int stages() throws IOException;

  @Override
  void close();
}
