package dev.locomo.services.redis;

import dev.locomo.core.queue.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * A queue on a Redis server: a stream of pieces for each stage, read by one consumer group, in
 * which each process is a consumer. What a consumer has not acknowledged is claimed by others when
 * it was idle too long. All keys begin with {@code locomo:queue:} and the run's id.
 */
public final class RedisQueue implements WorkQueue {
  private static final String GROUP = "locomo";

  /** Runs by their priority. */
  private static final String RUNS = "locomo:queues";

  private static final String OFFER = RedisServer.script("offer");
  private static final String COMPLETE = RedisServer.script("complete");
  private static final String RETURN = RedisServer.script("return");
  private static final int AT_ONCE = 1000;
  private static final int LOOKED_AT = 100;

  private final RedisServer server;
  private final String run;
  private final int priority;
  private final Duration lease;
  private final String consumer = UUID.randomUUID().toString();
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  private record Held(StreamEntryID entry, int time) {}

  /**
   * Opens it; nothing is sent before the first call.
   *
   * @param address {@code redis://...} or {@code rediss://...}
   * @param run names the run among others
   * @param priority of the run; higher ones go first
   */
  public RedisQueue(String address, String run, int priority) {
    this(RedisAddress.parse(address), run, priority, LEASE);
  }

  RedisQueue(RedisAddress address, String run, int priority, Duration lease) {
    this.server = new RedisServer(address);
    this.run = run;
    this.priority = priority;
    this.lease = lease;
  }

  /** Whether an address is one of a Redis server. */
  public static boolean isOne(String address) {
    return RedisAddress.isOne(address);
  }

  @Override
  public String address() {
    return server.address();
  }

  /** All keys of a run are in one slot of a cluster. */
  private String key(String of, String name) {
    return "locomo:queue:{" + of + "}:" + name;
  }

  private String key(int stage, String name) {
    return key(run, stage + ":" + name);
  }

  private static String kept() {
    return Long.toString(KEPT.toMillis());
  }

  @Override
  public void offer(int stage, List<String> pieces) throws IOException {
    var keys = List.of(key(stage, "known"), key(stage, "work"), key(run, "stages"));
    for (int from = 0; from == 0 || from < pieces.size(); from += AT_ONCE) {
      var args = new ArrayList<>(List.of(Integer.toString(stage + 1), kept()));
      args.addAll(pieces.subList(from, Math.min(pieces.size(), from + AT_ONCE)));
      server.with(r -> r.eval(OFFER, keys, args));
    }
    server.with(r -> group(r, key(stage, "work")));
    renew(stage, List.of());
  }

  private static String group(JedisPooled redis, String work) {
    try {
      return redis.xgroupCreate(work, GROUP, new StreamEntryID("0-0"), true);
    } catch (JedisDataException e) {
      if (String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
        return work;
      }
      throw e;
    }
  }

  @Override
  public Optional<Taken> take(int stage) throws IOException {
    if (held()) {
      return Optional.empty();
    }
    String work = key(stage, "work");
    return server.with(r -> next(r, work).or(() -> lost(r, work))).map(this::hold);
  }

  private Taken hold(StreamEntry entry) {
    String piece = Objects.requireNonNull(entry.getFields().get("piece"));
    int time = Integer.parseInt(entry.getFields().getOrDefault("time", "1"));
    held.put(piece, new Held(entry.getID(), time));
    return new Taken(piece, time);
  }

  private Optional<StreamEntry> next(JedisPooled redis, String work) {
    var unread = Map.of(work, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
    var read =
        redis.xreadGroup(GROUP, consumer, XReadGroupParams.xReadGroupParams().count(1), unread);
    return read == null || read.isEmpty()
        ? Optional.empty()
        : Optional.of(read.getFirst().getValue().getFirst());
  }

  /** One of a consumer that was not heard of. */
  private Optional<StreamEntry> lost(JedisPooled redis, String work) {
    var all = XPendingParams.xPendingParams("-", "+", LOOKED_AT);
    for (var pending : redis.xpending(work, GROUP, all)) {
      if (pending.getIdleTime() >= lease.toMillis()) {
        var claimed =
            redis.xclaim(
                work,
                GROUP,
                consumer,
                lease.toMillis(),
                XClaimParams.xClaimParams(),
                pending.getID());
        if (!claimed.isEmpty()) {
          return Optional.of(claimed.getFirst());
        }
      }
    }
    return Optional.empty();
  }

  /** Whether processes of a run that goes first are there. */
  private boolean held() throws IOException {
    var first = server.with(r -> r.zrangeByScore(RUNS, "(" + priority, "+inf"));
    for (String other : first) {
      if (server.with(r -> r.exists(key(other, "seen")))) {
        return true;
      }
      server.with(r -> r.zrem(RUNS, other)); // added again as soon as one of its processes is there
    }
    return false;
  }

  @Override
  public void renew(int stage, Collection<String> pieces) throws IOException {
    var seen = SetParams.setParams().px(lease.toMillis());
    server.with(r -> r.zadd(RUNS, priority, run));
    server.with(r -> r.set(key(run, "seen"), consumer, seen));
    for (String piece : pieces) {
      Held one = held.get(piece);
      if (one != null) {
        var again = XClaimParams.xClaimParams().idle(0);
        server.with(r -> r.xclaimJustId(key(stage, "work"), GROUP, consumer, 0, again, one.entry));
      }
    }
  }

  @Override
  public void giveBack(int stage, String piece) throws IOException {
    Held one = held.remove(piece);
    if (one != null) {
      var args =
          List.of(GROUP, consumer, one.entry.toString(), piece, Integer.toString(one.time + 1));
      server.with(r -> r.eval(RETURN, List.of(key(stage, "work")), args));
    }
  }

  @Override
  public boolean complete(int stage, String piece, String record) throws IOException {
    Held one = held.get(piece);
    String entry = one == null ? "0-0" : one.entry.toString();
    var keys = List.of(key(stage, "done"), key(stage, "work"));
    Object first =
        server.with(r -> r.eval(COMPLETE, keys, List.of(GROUP, entry, piece, record, kept())));
    held.remove(piece);
    return first.equals(1L);
  }

  @Override
  public int open(int stage) throws IOException {
    long known = server.with(r -> r.hlen(key(stage, "known")));
    long done = server.with(r -> r.hlen(key(stage, "done")));
    return (int) (known - done);
  }

  @Override
  public Map<String, String> records(int stage) throws IOException {
    return server.with(r -> r.hgetAll(key(stage, "done")));
  }

  @Override
  public int stages() throws IOException {
    String stages = server.with(r -> r.get(key(run, "stages")));
    return stages == null ? 0 : Integer.parseInt(stages);
  }

  @Override
  public void close() {
    server.close();
  }
}
