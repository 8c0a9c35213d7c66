package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Main;
import dev.locomo.rag.causal.TinyChat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --model local:DIR}. */
class LocalModelTest {
  private static final String DATA =
      """
      [{"sample_id": "conv-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Bob",
          "session_1_date_time": "1:00 pm on 1 May, 2023",
          "session_1": [{"speaker": "Ann", "dia_id": "D1:1", "text": "I like zebras."}]},
        "qa": [{"question": "Who likes zebras?", "answer": "Ann", "category": 4}]}]
      """;

  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path model = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("data.json"), DATA);
    model = TinyChat.copy(folder.resolve("tiny"));
  }

  private int ask(String... more) {
    var all =
        new ArrayList<>(
            List.of(
                "eval-qa",
                "--data-file",
                folder.resolve("data.json").toString(),
                "--no-cache",
                "--model",
                "local:" + model,
                "--run",
                folder.resolve("run").toString(),
                "--reply-tokens",
                "4",
                "--max-unscored",
                "100"));
    all.addAll(List.of(more));
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), Map.of(), all.toArray(String[]::new));
  }

  @Test
  void aModelFolderIsAskedWithoutAServer() throws IOException {
    assertThat(ask("--tokenizer", model.toString())).isZero();
    assertThat(Files.readString(folder.resolve("run/predictions.jsonl")))
        .contains("\"output_tokens\":4")
        .containsPattern("\"model\":\"local\\([0-9a-f]{16},fp");
    assertThat(Files.readString(folder.resolve("run/spec.json")))
        .containsPattern("tiny@[0-9a-f]{16}");
  }

  @Test
  void aRunIsNotContinuedWithOtherWeights() throws IOException {
    ask();
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertThat(ask()).isEqualTo(2);
    assertThat(err.toString()).contains("tiny@");
  }

  @Test
  void aFolderIsNotReachedByAnAddress() {
    assertThat(ask("--base-url", "http://127.0.0.1:1/v1")).isEqualTo(2);
    assertThat(err.toString()).contains("--base-url");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    model = folder.resolve("nowhere");
    assertThat(ask()).isEqualTo(2);
    assertThat(err.toString()).contains("nowhere' names no folder");
  }
}
