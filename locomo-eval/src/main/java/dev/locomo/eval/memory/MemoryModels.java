package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.pipeline.RunHost;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.memory.MemorySystem;
import dev.locomo.rag.memory.MeteredMemory;
import dev.locomo.rag.memory.proxy.MeteringProxy;
import dev.locomo.rag.memory.proxy.Phases;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The models that a memory system under test gets of us, at a proxy of its own. */
public final class MemoryModels implements AutoCloseable {
  private final @Nullable ModelSpec model;
  private final Embedder embedder;
  private final MeteringProxy proxy;
  private volatile Consumer<ObjectNode> record = _ -> {};

  /**
   * Listens; gives vectors from now on, and chat from {@link #begin}.
   *
   * @param model null where the system gets no chat model
   * @param embedder closed with this
   */
  public MemoryModels(@Nullable ModelSpec model, Embedder embedder) {
    this.model = model;
    this.embedder = embedder;
    proxy = MeteringProxy.start(new Phases(call -> record.accept(call)));
    proxy.serve(new MeteringProxy.Served(null, null, null, embedder));
  }

  /** The chat model, or null. */
  public @Nullable ModelSpec model() {
    return model;
  }

  /** What {@code ${models.NAME}} stands for in a descriptor. */
  public Map<String, String> slots() {
    return proxy.slots(model);
  }

  /** Puts what can change a result into the settings of a run. */
  void describe(Map<String, String> on) {
    on.put("memory_model", model == null ? "none" : model.id());
    on.put("memory_embeddings", embedder.id());
  }

  /**
   * Gives chat as the run asks: its cache, pace, retries, key and limit of cost.
   *
   * @param host null for no chat
   * @param calls gets a record of each call
   * @throws UserError when the run asks in batches
   */
  public void begin(@Nullable RunHost host, Consumer<ObjectNode> calls) {
    record = calls;
    if (model == null || host == null) {
      return;
    }
    LlmStack llm = host.open(model);
    if (llm.batches() != null) {
      throw new UserError(
          "the model of a memory system is asked one by one", "leave out --batch-api");
    }
    var price = host.prices().of(model).orElse(null);
    proxy.serve(new MeteringProxy.Served(model, llm, price, embedder));
  }

  /** The system with its calls counted by phase. */
  public MemorySystem metered(MemorySystem system) {
    return new MeteredMemory(system, proxy);
  }

  @Override
  public void close() {
    proxy.close();
    embedder.close();
  }
}
