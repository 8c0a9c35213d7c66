package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit log holds. */
class AuditTest {
  private static final String KEY = "sk-very-secret-1234567890";

  @TempDir private Path folder;

  private List<JsonNode> lines(Path log) throws IOException {
    assertThat(Files.readString(log)).doesNotContain(KEY);
    var lines = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(log)) {
      lines.add(JsonFiles.MAPPER.readTree(line));
    }
    return lines;
  }

  @Test
  void everyCommandLeavesALineWithDataHashesAndNamesOfKeys() throws IOException {
    Path log = folder.resolve("audit.jsonl");
    var cli =
        Cli.at(folder.resolve("home"))
            .with("LOCOMO_AUDIT_LOG", log.toString())
            .with("OPENAI_API_KEY", KEY)
            .with("HF_TOKEN", " ");
    String run = folder.resolve("run").toString();
    var done = cli.run("eval-qa", "--data-file", Cli.DEMO, "--model", "extractive", "--run=" + run);
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(cli.run("score", "--" + KEY).code()).isEqualTo(2);
    var lines = lines(log);
    assertThat(lines).hasSize(2);
    JsonNode first = lines.getFirst();
    assertThat(first.path("user").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(first.path("time").asText()).endsWith("Z");
    assertThat(first.path("command").path(0).asText()).isEqualTo("locomo");
    assertThat(first.path("command").path(1).asText()).isEqualTo("eval-qa");
    assertThat(first.path("exit_code").asInt()).isZero();
    assertThat(first.path("keys")).extracting(JsonNode::asText).containsExactly("OPENAI_API_KEY");
    String hash = Sha256.of(Path.of(Cli.DEMO));
    assertThat(first.path("data").findValuesAsText("sha256")).containsExactly(hash);
    assertThat(first.path("data").findValuesAsText("data_sha256")).containsExactly(hash);
    assertThat(first.path("data").findValuesAsText("run")).containsExactly(run);
    assertThat(lines.getLast().path("exit_code").asInt()).isEqualTo(2);
    assertThat(lines.getLast().path("command").toString()).contains("***");
  }

  @Test
  void aFileThatHoldsASecretGetsNoHash() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef");
    Path log = folder.resolve("audit.jsonl");
    var cli = Cli.at(folder.resolve("home")).with("LOCOMO_AUDIT_LOG", log.toString());
    cli.run("view", "no-runs", "--token-file", token.toString());
    cli.run("view", "no-runs", "--token-file=" + token);
    assertThat(lines(log)).hasSize(2).allMatch(line -> line.path("data").isEmpty());
  }

  @Test
  void aCommandWhoseLogCannotBeWrittenIsNotBegun() {
    var cli = Cli.at(folder.resolve("home"));
    String run = folder.resolve("run").toString();
    String nowhere = folder.resolve("no/such/audit").toString();
    var refused = cli.run("eval-qa", "--model", "extractive", "--run", run, "--audit-log", nowhere);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("cannot write").contains(nowhere);
    assertThat(Path.of(run)).doesNotExist();
  }

  @Test
  void withoutTheSettingNothingIsWritten() throws IOException {
    var cli = Cli.at(folder.resolve("home"));
    assertThat(cli.run("protocol", "list").code()).isZero();
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(f -> f.toString().contains("audit"))).isEmpty();
    }
  }
}
