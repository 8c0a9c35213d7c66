package dev.locomo.rag.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;
import java.io.PrintWriter;

/** Our own memory system as a program. */
final class ServerMain {
  private ServerMain() {}

  public static void main(String[] args) {
    new ReferenceServer(new ReferenceMemory())
        .lines(System.in, new PrintWriter(System.out, false, UTF_8));
  }
}
