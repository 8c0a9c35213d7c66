package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.ReplyCache.ReplyEntry;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers with replies that other processes got, and shares its own. Of equal requests of several
 * processes one is sent; the others wait for its reply, or send their own when there is none.
 */
public final class SharingLlm implements ChatLlm {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final ChatLlm inner;
  private final Sharing sharing;
  private final String scope;
  private final Time time;

  /**
   * @param scope who is asked, and where
   */
  public SharingLlm(ChatLlm inner, Sharing sharing, String scope, Time time) {
    this.inner = inner;
    this.sharing = sharing;
    this.scope = scope;
    this.time = time;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    String key = ReplyEntry.key(scope, ask);
    while (true) {
      var stored = stored(sharing, key);
      if (stored.isPresent()) {
        return stored.get();
      }
      switch (sharing.claim(key)) {
        case OURS -> {
          return claimed(key, ask);
        }
        case UNKNOWN -> {
          return send(key, ask);
        }
        case THEIRS -> time.sleep(LOOK_AGAIN);
      }
    }
  }

  @Override
  public boolean forget(Ask ask, Reply reply) {
    sharing.remove(
        ReplyEntry.key(scope, ask),
        entry -> ReplyEntry.parse(entry).filter(r -> ReplyEntry.same(r, reply)).isPresent());
    return true;
  }

  /** The reply that is stored; nobody is asked or waited for. */
  static Optional<Reply> stored(Sharing sharing, String scope, Ask ask) {
    return stored(sharing, ReplyEntry.key(scope, ask));
  }

  private static Optional<Reply> stored(Sharing sharing, String key) {
    return sharing.get(key).flatMap(ReplyEntry::parse);
  }

  private Reply claimed(String key, Ask ask) throws InterruptedException {
    try {
      // Another may have stored it and ended its claim between our look and our claim.
      var stored = stored(sharing, key);
      return stored.isPresent() ? stored.get() : send(key, ask);
    } finally {
      sharing.release(key);
    }
  }

  private Reply send(String key, Ask ask) throws InterruptedException {
    var reply = inner.ask(ask);
    if (ReplyEntry.worthKeeping(reply)) {
      sharing.store(key, ReplyEntry.json(scope, ask, reply));
    }
    return reply;
  }
}
