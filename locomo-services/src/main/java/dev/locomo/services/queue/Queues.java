package dev.locomo.services.queue;

import dev.locomo.core.error.UserError;
import dev.locomo.core.queue.WorkQueue;
import dev.locomo.core.run.RunSpec;
import dev.locomo.services.redis.RedisQueue;
import dev.locomo.services.store.queue.PostgresqlQueue;
import java.util.Map;

/** Queues by their address. */
public final class Queues {
  private Queues() {}

  /**
   * Opens one; nothing is sent before it is used.
   *
   * @param address {@code redis://...}, {@code rediss://...} or {@code postgresql://...}; after a
   *     {@code #} a name that keeps runs of the same settings apart
   * @param priority of the run; higher ones go first
   * @param environment for the user and the password of a database
   * @throws UserError when the address is none of them
   */
  public static WorkQueue open(
      String address, RunSpec run, int priority, Map<String, String> environment) {
    String[] parts = address.strip().split("#", 2);
    String id = run.fingerprint().substring(0, 16) + (parts.length > 1 ? "#" + parts[1] : "");
    if (RedisQueue.isOne(parts[0])) {
      return new RedisQueue(parts[0], id, priority);
    }
    String url = parts[0].replaceFirst("^(jdbc:)?(postgresql|postgres):", "jdbc:postgresql:");
    if (url.startsWith("jdbc:postgresql://")) {
      return new PostgresqlQueue(url, environment, id, priority);
    }
    throw new UserError(
        "--queue is '" + RunSpec.withoutPassword(address) + "'",
        "redis://host[:port][/database] or postgresql://host[:port]/database");
  }
}
