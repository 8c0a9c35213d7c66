package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class McpMemoryTest {
  private static ObjectNode shipped() throws Exception {
    var in = MemoryDescriptor.class.getResourceAsStream("bm25-mcp.json");
    return JsonFiles.MAPPER.readValue(in, ObjectNode.class);
  }

  @Nested
  class OverStdio extends MemorySystemContract {
    @Override
    String descriptor() throws Exception {
      JsonNode command = JsonFiles.MAPPER.readTree(json(SERVER));
      return shipped().set("stdio", command).toString();
    }
  }

  @Nested
  class OverHttp extends MemorySystemContract {
    private @Nullable HttpServer server;

    @Override
    String descriptor() throws Exception {
      var started = new ReferenceServer(new ReferenceMemory()).http(0);
      server = started;
      var descriptor =
          shipped().put("url", "http://127.0.0.1:" + started.getAddress().getPort() + "/mcp");
      descriptor.remove("stdio");
      return descriptor.toString();
    }

    @AfterEach
    void stop() {
      Objects.requireNonNull(server).stop(0);
    }
  }
}
