package dev.locomo.rag.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.rag.memory.proxy.MeteringProxy;
import dev.locomo.rag.memory.proxy.Phases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeteredMemoryTest extends MemorySystemContract {
  private MeteringProxy proxy;

  @Override
  String descriptor() {
    return "{\"kind\": \"process\", \"command\": " + json(SERVER) + "}";
  }

  @Override
  @BeforeEach
  void start() throws Exception {
    proxy = MeteringProxy.start(new Phases(_ -> {}));
    memory = new MeteredMemory(start(folder, descriptor()), proxy);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  @Override
  @Test
  void aSystemSaysWhatItIs() throws Exception {
    assertThat(memory.profile().name()).isEqualTo("locomo-bm25");
  }
}
