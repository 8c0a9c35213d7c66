package dev.locomo.services.redis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.Time;
import dev.locomo.core.llm.stack.Sharing;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one connection of a command to the cache that it shares with other processes. */
public final class SharedCache {
  private @Nullable Sharing sharing;

  /** Whether {@code --cache} means such a cache and no folder. */
  public static boolean isOne(@Nullable String cache) {
    return cache != null && RedisAddress.isOne(cache);
  }

  /**
   * Opens it, once.
   *
   * @param notices told when it is lost and when it is back
   * @throws dev.locomo.core.error.UserError when it cannot be reached
   */
  public synchronized Sharing open(String address, Consumer<String> notices) {
    if (sharing == null) {
      sharing = new Sharing(new RedisPlace(RedisAddress.parse(address)), Time.REAL, notices);
    }
    return sharing;
  }

  /**
   * Closes it at the end of the work.
   *
   * @param manifest is told where it was, and when it was lost; nothing when it was never opened
   */
  public synchronized void end(ObjectNode manifest) {
    if (sharing != null) {
      sharing.close();
      manifest.set("shared_cache", sharing.record());
      sharing = null;
    }
  }
}
