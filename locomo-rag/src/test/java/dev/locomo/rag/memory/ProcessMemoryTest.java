package dev.locomo.rag.memory;

class ProcessMemoryTest extends MemorySystemContract {
  @Override
  String descriptor() {
    return "{\"kind\": \"process\", \"command\": " + json(SERVER) + "}";
  }
}
