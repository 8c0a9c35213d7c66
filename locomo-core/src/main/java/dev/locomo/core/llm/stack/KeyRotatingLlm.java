package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Uses several keys in turn. One that is refused or has no quota left is set aside for good, and
 * the request goes to the next.
 */
final class KeyRotatingLlm implements ChatLlm {
  private final List<Keyed> live;
  private final int all;
  private final BiConsumer<ApiKey, ProviderError> onSetAside;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile @Nullable ProviderError refusal;

  private record Keyed(ApiKey key, ChatLlm llm) {}

  /**
   * @param keys at least one
   * @param open the model as one key reaches it
   * @param onSetAside told once of each key that is set aside, and why
   */
  public KeyRotatingLlm(
      List<ApiKey> keys,
      Function<ApiKey, ChatLlm> open,
      BiConsumer<ApiKey, ProviderError> onSetAside) {
    this.live =
        new CopyOnWriteArrayList<>(
            keys.stream().map(key -> new Keyed(key, open.apply(key))).toList());
    this.all = keys.size();
    this.onSetAside = onSetAside;
  }

  /**
   * @throws ProviderError of kind {@code KEY_REFUSED} when no key is left, {@code QUOTA_EXHAUSTED}
   *     when all that is wrong with them is their quota
   */
  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    while (true) {
      var keyed = next();
      try {
        return keyed.llm().ask(ask);
      } catch (ProviderError e) {
        if (e.kind() != Kind.KEY_REFUSED && e.kind() != Kind.QUOTA_EXHAUSTED) {
          throw e;
        }
        setAside(keyed, e);
      }
    }
  }

  private Keyed next() {
    var keys = live.toArray(Keyed[]::new);
    if (keys.length == 0) {
      throw noneLeft();
    }
    return keys[Math.floorMod(turn.getAndIncrement(), keys.length)];
  }

  private void setAside(Keyed keyed, ProviderError why) {
    if (refusal == null || why.kind() == Kind.KEY_REFUSED) {
      refusal = why;
    }
    if (live.remove(keyed)) {
      onSetAside.accept(keyed.key(), why);
    }
  }

  private ProviderError noneLeft() {
    ProviderError why = refusal;
    if (why == null) {
      return new ProviderError(Kind.KEY_REFUSED, "there is no key", null, null);
    }
    String which = all == 1 ? "the key is" : "all " + all + " keys are";
    return new ProviderError(
        why.kind(), which + " refused or used up; " + why.getMessage(), null, why);
  }
}
