package dev.locomo.rag.memory.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The way of a message to a server of MCP. */
interface McpChannel extends AutoCloseable {
  /** Sends a request, under an id of its own, and gives the whole of what answers it. */
  JsonNode exchange(ObjectNode request, Duration timeout) throws InterruptedException;

  /** Sends what nothing answers. */
  void tell(ObjectNode notice, Duration timeout) throws InterruptedException;

  /** Goes on in the revision that was agreed upon. */
  default void speaks(String revision) {}

  /** Whether it can still be used. */
  boolean alive();

  @Override
  void close();

  /** The lines of a child process. */
  static McpChannel lines(LineProcess process) {
    return new McpChannel() {
      @Override
      public JsonNode exchange(ObjectNode request, Duration timeout) throws InterruptedException {
        return process.exchange(request, timeout);
      }

      @Override
      public void tell(ObjectNode notice, Duration timeout) {
        process.send(notice);
      }

      @Override
      public boolean alive() {
        return process.alive();
      }

      @Override
      public void close() {
        process.close();
      }
    };
  }
}
