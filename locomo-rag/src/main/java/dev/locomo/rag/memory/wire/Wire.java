package dev.locomo.rag.memory.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ProviderError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to a running system; safe for many threads. */
public interface Wire extends AutoCloseable {
  /**
   * Asks and waits for the answer.
   *
   * @param target what is asked: an operation, a tool, {@code POST /path}
   * @param body its arguments, or null for none
   * @param timeout the most it may take
   * @throws ProviderError {@code TIMEOUT}, {@code CONNECTION} when the system is not there or has
   *     ended, {@code MALFORMED_REPLY}, {@code UNAVAILABLE} for what is worth another try, {@code
   *     REJECTED} for any other error that it answers with
   */
  JsonNode call(String target, @Nullable JsonNode body, Duration timeout)
      throws InterruptedException;

  /** What tools it lists, each with name, description and {@code inputSchema}; none without MCP. */
  default List<JsonNode> tools(Duration timeout) throws InterruptedException {
    return List.of();
  }

  /** What the system said of itself when it was reached; null when it was not asked. */
  default @Nullable JsonNode about() {
    return null;
  }

  /** Whether it can still be asked. */
  default boolean alive() {
    return true;
  }

  @Override
  default void close() {}
}
