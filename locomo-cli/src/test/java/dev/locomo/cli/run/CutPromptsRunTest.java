package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of Ollama's kind that cuts prompts at its window and does not say so. */
class CutPromptsRunTest {
  @TempDir private Path folder;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.answersEach(request -> {
      int window = request.json().at("/options/num_ctx").asInt(300);
      int counted = Math.min(window, request.body().length() / 4);
      return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"tea\"},\"done\":true,"
          + "\"done_reason\":\"stop\",\"prompt_eval_count\":%d,\"eval_count\":1}"
              .formatted(counted);
    });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Cli.Result run(String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--limit", "3"));
    args.addAll(List.of("--model", "ollama:m", "--base-url", server.url(), "--no-cache"));
    args.addAll(List.of("--run", folder.resolve("run").toString(), "--adversarial", "free"));
    args.addAll(Arrays.asList(more));
    return Cli.at(folder.resolve("home")).run(args.toArray(String[]::new));
  }

  private JsonNode manifest() {
    return JsonFiles.read(folder.resolve("run/manifest.json"), JsonFiles.MAPPER::readTree);
  }

  @Test
  void whatItCutIsSaidOnceCountedAndReported() {
    var result = run("--context", "full");
    assertThat(result.code()).isZero();
    assertThat(result.err()).containsOnlyOnce("it cut the prompt").contains("cut 3 prompts");
    assertThat(manifest().path("prompts_cut").asInt()).isEqualTo(3);
    for (String format : List.of("table", "md", "html", "latex")) {
      var report =
          Cli.at(folder.resolve("home"))
              .run("report", "--run", folder.resolve("run").toString(), "--format", format);
      assertThat(report.out()).as(format).contains("The server cut 3 prompts");
    }
  }

  @Test
  void theWindowThatIsNamedIsSent() {
    var result = run("--context", "full", "--context-tokens", "32000");
    assertThat(result.code()).isZero();
    assertThat(result.err()).doesNotContain("warning");
    assertThat(server.request().json().at("/options/num_ctx").asInt()).isEqualTo(32000);
    assertThat(manifest().has("prompts_cut")).isFalse();
    assertThat(run("--context", "full", "--context-tokens", "16000").code())
        .as("another window is another run")
        .isEqualTo(2);
  }
}
