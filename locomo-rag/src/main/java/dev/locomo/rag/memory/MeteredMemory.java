package dev.locomo.rag.memory;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Tool;
import dev.locomo.rag.memory.proxy.MeteringProxy;
import dev.locomo.rag.memory.proxy.Phases.Phase;
import java.util.List;

/**
 * A memory system whose models are those of a {@link MeteringProxy}: what it does is known there by
 * its phase, and a failure for which our side is the reason (no money, no key) is told as that.
 *
 * @param inner closed with this
 */
public record MeteredMemory(MemorySystem inner, MeteringProxy proxy) implements MemorySystem {
  private interface Doing<T> {
    T now() throws InterruptedException;
  }

  private <T> T in(Phase phase, Doing<T> doing) throws InterruptedException {
    try (var _ = proxy.phases().begin(phase)) {
      return doing.now();
    } catch (ProviderError e) {
      RuntimeException fault = proxy.fault();
      throw fault == null ? e : fault;
    }
  }

  @Override
  public Profile profile() throws InterruptedException {
    return inner.profile();
  }

  @Override
  public void open(String namespace, List<String> speakers) throws InterruptedException {
    in(
        Phase.BUILD,
        () -> {
          inner.open(namespace, speakers);
          return true;
        });
  }

  @Override
  public void ingest(String namespace, Session session) throws InterruptedException {
    in(
        Phase.BUILD,
        () -> {
          inner.ingest(namespace, session);
          return true;
        });
  }

  @Override
  public void settle(String namespace, String last) throws InterruptedException {
    in(
        Phase.SETTLE,
        () -> {
          inner.settle(namespace, last);
          return true;
        });
  }

  @Override
  public List<Item> search(String namespace, Asked asked) throws InterruptedException {
    return in(Phase.SEARCH, () -> inner.search(namespace, asked));
  }

  @Override
  public Said answer(String namespace, Asked asked) throws InterruptedException {
    return in(Phase.ANSWER, () -> inner.answer(namespace, asked));
  }

  @Override
  public List<Tool> tools() throws InterruptedException {
    return inner.tools();
  }

  @Override
  public String use(String namespace, Asked asked, Tool.Call call) throws InterruptedException {
    return in(Phase.SEARCH, () -> inner.use(namespace, asked, call));
  }

  @Override
  public void close(String namespace) throws InterruptedException {
    inner.close(namespace);
  }

  @Override
  public boolean lost(String namespace) {
    return inner.lost(namespace);
  }

  @Override
  public void close() {
    inner.close();
  }
}
