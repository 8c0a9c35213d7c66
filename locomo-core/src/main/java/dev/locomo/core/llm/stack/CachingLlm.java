package dev.locomo.core.llm.stack;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.ReplyCache.ReplyEntry;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers from a {@link ReplyCache} and stores what the model says; of equal requests in flight at
 * once only one is sent, the others count as cached.
 *
 * <p>Content-filter stops, empty replies and failures are not stored: they may pass; nor does a
 * reply stay that its reader found useless. When a reply cannot be stored (a full disk) it is still
 * returned, for it is paid for, but nothing more is sent: every later request that is not in the
 * cache fails.
 */
final class CachingLlm implements ChatLlm {
  private final ReplyCache cache;
  private final @Nullable ChatLlm inner;
  private final ConcurrentMap<String, CompletableFuture<Reply>> inFlight =
      new ConcurrentHashMap<>();

  /** What this start has stored itself. */
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  private volatile @Nullable IOException notStored;

  /**
   * @param inner null when offline: then a miss is an error
   */
  public CachingLlm(ReplyCache cache, @Nullable ChatLlm inner) {
    this.cache = cache;
    this.inner = inner;
  }

  /**
   * @throws ProviderError of kind {@code NOT_CACHED} when offline and not stored
   * @throws UserError when an earlier reply could not be stored
   */
  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    String key = cache.key(ask);
    while (true) {
      var stored = cache.read(key);
      if (stored.isPresent()) {
        return stored.get();
      }
      var mine = new CompletableFuture<Reply>();
      var theirs = inFlight.putIfAbsent(key, mine);
      Reply reply = theirs == null ? lead(key, ask, mine) : follow(theirs);
      if (reply != null) {
        return reply;
      }
    }
  }

  @Override
  public boolean forget(Ask ask, Reply reply) {
    if (inner == null) {
      return false;
    }
    inner.forget(ask, reply);
    String key = cache.key(ask);
    return cache.remove(key, reply) && !own.contains(key);
  }

  /** Sends, and passes the outcome on to those who wait for the same. */
  private Reply lead(String key, Ask ask, CompletableFuture<Reply> outcome)
      throws InterruptedException {
    try {
      // Another may have stored it and left between our look and our entry.
      var stored = cache.read(key);
      var reply = stored.isPresent() ? stored.get() : send(key, ask);
      outcome.complete(reply);
      return reply;
    } catch (ProviderError | UserError e) {
      outcome.completeExceptionally(e);
      throw e;
    } finally {
      inFlight.remove(key);
      outcome.cancel(false);
    }
  }

  /** The other's reply or failure; null when the other was interrupted, which is not our affair. */
  private static @Nullable Reply follow(CompletableFuture<Reply> outcome)
      throws InterruptedException {
    try {
      return outcome.get().cached(true);
    } catch (CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private Reply send(String key, Ask ask) throws InterruptedException {
    if (inner == null) {
      throw notCached(key, ask);
    }
    if (notStored != null) {
      throw new UserError(
          "replies can no longer be stored in the cache (" + notStored + ")",
          "make room and resume, or use --no-cache");
    }
    var reply = inner.ask(ask);
    if (ReplyEntry.worthKeeping(reply)) {
      store(key, ask, reply);
    }
    return reply;
  }

  private void store(String key, Ask ask, Reply reply) {
    try {
      cache.write(key, ask, reply);
      own.add(key);
    } catch (IOException e) {
      notStored = e;
    }
  }

  private static ProviderError notCached(String key, Ask ask) {
    String last = ask.messages().getLast().text().strip().replaceAll("\\s+", " ");
    String end = last.length() <= 80 ? last : "..." + last.substring(last.length() - 80);
    return new ProviderError(
        ProviderError.Kind.NOT_CACHED,
        "offline, and not in the cache: a request to "
            + ask.model()
            + " that ends in \""
            + end
            + "\" ("
            + key
            + ")",
        null,
        null);
  }
}
