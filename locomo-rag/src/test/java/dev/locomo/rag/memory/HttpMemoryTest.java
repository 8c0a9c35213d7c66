package dev.locomo.rag.memory;

import com.sun.net.httpserver.HttpServer;
import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class HttpMemoryTest extends MemorySystemContract {
  private @Nullable HttpServer server;

  @Override
  String descriptor() throws Exception {
    var started = new ReferenceServer(new ReferenceMemory()).http(0);
    server = started;
    String url = "http://127.0.0.1:" + started.getAddress().getPort();
    return "{\"kind\": \"http\", \"url\": \"" + url + "\"}";
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(server).stop(0);
  }
}
