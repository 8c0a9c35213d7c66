package dev.locomo.rag.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.rag.memory.MemorySystem.Asked;
import dev.locomo.rag.memory.MemorySystem.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every transport of a {@link DescribedMemory} has in common, tried with our own server. */
abstract class MemorySystemContract {
  /** Starts our own server on stdin and stdout. */
  static final List<String> SERVER =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          ServerMain.class.getName());

  @TempDir Path folder;
  MemorySystem memory;

  /** A descriptor's text. */
  abstract String descriptor() throws Exception;

  /** A command as JSON. */
  static String json(List<String> command) {
    return "[\"" + String.join("\",\"", command).replace("\\", "\\\\") + "\"]";
  }

  static MemorySystem start(Path folder, String descriptor) throws Exception {
    Path file = Files.writeString(folder.resolve("mine.json"), descriptor);
    var keys = Keys.read(Map.of(), folder.resolve(".env"));
    return new MemoryPlace(keys, Map.of(), folder.resolve("work"), _ -> {}, null, null)
        .start(MemoryDescriptor.of(file.toString()));
  }

  static Session session(int number, String... texts) {
    var turns = new ArrayList<Turn>();
    for (String text : texts) {
      turns.add(new Turn(new TurnId(number, turns.size() + 1), "Ann", text, null));
    }
    return new Session(
        number, "1:56 pm on 8 May, 2023", LocalDateTime.of(2023, 5, 8, 13, 56), turns);
  }

  static Asked asked(String question, int k) {
    return new Asked(question, k, "2023-05-08T13:56:00");
  }

  @BeforeEach
  void start() throws Exception {
    memory = start(folder, descriptor());
  }

  @AfterEach
  void end() {
    memory.close();
  }

  @Test
  void aSystemSaysWhatItIs() throws Exception {
    assertThat(memory).isInstanceOf(DescribedMemory.class);
    assertThat(memory.profile().name()).isEqualTo("locomo-bm25");
    assertThat(memory.profile().search()).isTrue();
  }

  @Test
  void whatWasToldIsFoundBestFirstAndNotMoreThanWasAskedFor() throws Exception {
    memory.open("a", List.of("Ann", "Bo"));
    memory.ingest("a", session(1, "I bought a red kayak", "The kayak is fast", "Hello Bo"));
    memory.settle("a", "Hello Bo");
    var found = memory.search("a", asked("Who bought the kayak?", 2));
    assertThat(found).extracting(Item::id).containsExactly("D1:1", "D1:2");
    assertThat(found.getFirst().text()).isEqualTo("Ann said, \"I bought a red kayak\"");
    assertThat(found.getFirst().sources()).containsExactly("D1:1");
    assertThat(found.getFirst().score()).isPositive();
  }

  @Test
  void oneNamespaceDoesNotSeeAnother() throws Exception {
    memory.open("a", List.of("Ann", "Bo"));
    memory.open("b", List.of("Ann", "Bo"));
    memory.ingest("a", session(1, "the kayak is red"));
    assertThat(memory.search("b", asked("kayak", 5))).isEmpty();
    memory.close("a");
    memory.open("a", List.of("Ann", "Bo"));
    assertThat(memory.search("a", asked("kayak", 5))).isEmpty();
  }

  @Test
  void anErrorIsNoResult() throws Exception {
    memory.profile();
    assertThatThrownBy(() -> memory.search("never opened", asked("kayak", 5)))
        .isInstanceOf(ProviderError.class)
        .hasMessageContaining("search")
        .hasMessageContaining("no namespace is called 'never opened'");
  }
}
