package dev.locomo.services.redis;

import dev.locomo.core.llm.stack.SharedPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * A Redis server of version 5 or later. Replies are stored under {@code locomo:reply:...} and never
 * expire; claims and budgets end by themselves.
 */
final class RedisPlace implements SharedPlace {
  private static final String REPLY = "locomo:reply:";
  private static final String CLAIM = "locomo:asking:";

  /** What has to be done in one go, as the server runs it. */
  private static final String DELETE = script("delete");

  private static final String RENEW = script("renew");
  private static final String TAKE = script("take");
  private static final String CORRECT = script("correct");
  private static final int TIMEOUT_MILLIS = 4000;
  private static final int CONNECTIONS = 16;

  /** A claim is renewed several times before it ends, so that a slow process keeps it. */
  private static final Duration CLAIMED = Duration.ofSeconds(30);

  private static final Duration RENEWED = Duration.ofSeconds(8);

  private final RedisAddress address;
  private final JedisPooled redis;
  private final String owner = UUID.randomUUID().toString();
  private final Set<String> claims = ConcurrentHashMap.newKeySet();
  private @Nullable Thread renewing;

  /** Opens it; nothing is sent before the first call. */
  public RedisPlace(RedisAddress address) {
    this.address = address;
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .user(address.user())
            .password(address.password())
            .database(address.database())
            .clientName("locomo")
            .ssl(address.tls());
    var pool = new GenericObjectPoolConfig<Connection>();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setJmxEnabled(false);
    this.redis =
        new JedisPooled(pool, new HostAndPort(address.host(), address.port()), config.build());
  }

  private static String script(String name) {
    try (var in = RedisPlace.class.getResourceAsStream(name + ".lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("(?m)^--.*\n", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys of a budget, in one slot of a cluster. */
  private static List<String> keys(String budget) {
    String name = "locomo:budget:{" + budget + "}:";
    return List.of(name + "times", name + "amounts", name + "sum");
  }

  @Override
  public String address() {
    return address.toString();
  }

  /** What is done there. */
  private interface Command<T> {
    T on(JedisPooled redis);
  }

  /** A connection that broke while it was idle is no outage: the second try has a new one. */
  private <T> T with(Command<T> command) throws IOException {
    try {
      return command.on(redis);
    } catch (JedisConnectionException e) {
      redis.getPool().clear();
    } catch (JedisException e) {
      throw failure(e);
    }
    try {
      return command.on(redis);
    } catch (JedisException e) {
      redis.getPool().clear();
      throw failure(e);
    }
  }

  private static IOException failure(JedisException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String why = deepest.getMessage();
    return new IOException(
        why == null ? deepest.getClass().getSimpleName() : why.replaceFirst("\\.$", ""), e);
  }

  @Override
  public Optional<String> get(String key) throws IOException {
    return Optional.ofNullable(with(r -> r.get(REPLY + key)));
  }

  @Override
  public void put(String key, String entry) throws IOException {
    with(r -> r.set(REPLY + key, entry));
  }

  @Override
  public void remove(String key, String entry) throws IOException {
    with(r -> r.eval(DELETE, List.of(REPLY + key), List.of(entry)));
  }

  @Override
  public boolean claim(String key) throws IOException {
    var once = SetParams.setParams().nx().px(CLAIMED.toMillis());
    // The owner is looked at for a claim whose confirmation was lost.
    boolean ours =
        with(r -> r.set(CLAIM + key, owner, once)) != null
            || owner.equals(with(r -> r.get(CLAIM + key)));
    if (ours) {
      claims.add(key);
      renew();
    }
    return ours;
  }

  @Override
  public void release(String key) throws IOException {
    claims.remove(key);
    with(r -> r.eval(DELETE, List.of(CLAIM + key), List.of(owner)));
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
            with(r -> r.eval(RENEW, List.of(CLAIM + key), List.of(owner, millis)));
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
    return (Long) with(r -> r.eval(TAKE, keys(budget), args));
  }

  @Override
  public void correct(String budget, Amount entry) throws IOException {
    var args = List.of(entry.id(), Long.toString(entry.amount()));
    with(r -> r.eval(CORRECT, keys(budget), args));
  }

  @Override
  public synchronized void close() {
    if (renewing != null) {
      renewing.interrupt();
    }
    redis.close();
  }
}
