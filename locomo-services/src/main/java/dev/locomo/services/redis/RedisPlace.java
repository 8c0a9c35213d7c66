package dev.locomo.services.redis;

import dev.locomo.core.llm.stack.SharedPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.SetParams;

/**
 * A Redis server of version 5 or later. Replies are stored under {@code locomo:reply:...} and never
 * expire; claims and budgets end by themselves.
 */
final class RedisPlace implements SharedPlace {
  private static final String REPLY = "locomo:reply:";
  private static final String CLAIM = "locomo:asking:";

  private static final String DELETE = RedisServer.script("delete");

  private static final String RENEW = RedisServer.script("renew");
  private static final String TAKE = RedisServer.script("take");
  private static final String CORRECT = RedisServer.script("correct");

  /** A claim is renewed several times before it ends, so that a slow process keeps it. */
  private static final Duration CLAIMED = Duration.ofSeconds(30);

  private static final Duration RENEWED = Duration.ofSeconds(8);

  private final RedisServer server;
  private final String owner = UUID.randomUUID().toString();
  private final Set<String> claims = ConcurrentHashMap.newKeySet();
  private @Nullable Thread renewing;

  /** Opens it; nothing is sent before the first call. */
  public RedisPlace(RedisAddress address) {
    server = new RedisServer(address);
  }

  /** The keys of a budget, in one slot of a cluster. */
  private static List<String> keys(String budget) {
    String name = "locomo:budget:{" + budget + "}:";
    return List.of(name + "times", name + "amounts", name + "sum");
  }

  @Override
  public String address() {
    return server.address();
  }

  @Override
  public Optional<String> get(String key) throws IOException {
    return Optional.ofNullable(server.with(r -> r.get(REPLY + key)));
  }

  @Override
  public void put(String key, String entry) throws IOException {
    server.with(r -> r.set(REPLY + key, entry));
  }

  @Override
  public void remove(String key, String entry) throws IOException {
    server.with(r -> r.eval(DELETE, List.of(REPLY + key), List.of(entry)));
  }

  @Override
  public boolean claim(String key) throws IOException {
    var once = SetParams.setParams().nx().px(CLAIMED.toMillis());
    // The owner is looked at for a claim whose confirmation was lost.
    boolean ours =
        server.with(r -> r.set(CLAIM + key, owner, once)) != null
            || owner.equals(server.with(r -> r.get(CLAIM + key)));
    if (ours) {
      claims.add(key);
      renew();
    }
    return ours;
  }

  @Override
  public void release(String key) throws IOException {
    claims.remove(key);
    server.with(r -> r.eval(DELETE, List.of(CLAIM + key), List.of(owner)));
  }

  private synchronized void renew() {
    if (renewing == null) {
      renewing = Thread.ofVirtual().name("locomo-claims").start(this::renewAlways);
    }
  }

  private void renewAlways() {
    String millis = Long.toString(CLAIMED.toMillis());
    try {
      while (true) {
        Thread.sleep(RENEWED);
        for (String key : claims) {
          try {
            server.with(r -> r.eval(RENEW, List.of(CLAIM + key), List.of(owner, millis)));
          } catch (IOException e) {
            // Whoever needs the server next finds out, and says so.
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public long take(String budget, long limit, Amount entry) throws IOException {
    var args = List.of(Long.toString(limit), entry.id(), Long.toString(entry.amount()));
    return (Long) server.with(r -> r.eval(TAKE, keys(budget), args));
  }

  @Override
  public void correct(String budget, Amount entry) throws IOException {
    var args = List.of(entry.id(), Long.toString(entry.amount()));
    server.with(r -> r.eval(CORRECT, keys(budget), args));
  }

  @Override
  public synchronized void close() {
    if (renewing != null) {
      renewing.interrupt();
    }
    server.close();
  }
}
