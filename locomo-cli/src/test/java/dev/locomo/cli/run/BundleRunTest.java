package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run is bundled, and what is changed afterwards is found. */
@Timeout(120)
class BundleRunTest {
  @TempDir private Path folder;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void run() throws IOException {
    cli = Cli.at(folder.resolve("home"));
    try (var server = new FakeServer()) {
      server.answers(200, ChatServer.reply("Answer: a", "stop"));
      var done =
          cli.run(
              "eval-qa",
              "--data-file",
              Cli.DEMO,
              "--model",
              "openai:m",
              "--base-url",
              server.url() + "/v1",
              "--context",
              "none",
              "--run",
              folder.resolve("run").toString());
      assertThat(done.code()).as(done.err()).isZero();
    }
  }

  private Cli.Result runs(String verb, String place, String... more) {
    var words = new ArrayList<>(List.of("runs", verb));
    words.add(folder.resolve(place).toString());
    words.addAll(List.of(more));
    return cli.run(words.toArray(String[]::new));
  }

  private Cli.Result bundle(String name) {
    return runs("bundle", "run", "--out", folder.resolve(name).toString());
  }

  private Path unpacked() throws IOException {
    assertThat(bundle("b.zip").code()).isZero();
    Path to = folder.resolve("unpacked");
    try (var zip = new ZipFile(folder.resolve("b.zip").toFile())) {
      for (var entry : zip.stream().toList()) {
        Path file = to.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.getInputStream(entry).readAllBytes());
      }
    }
    return to;
  }

  @Test
  void theSameRunGivesTheSameFileAndItHolds() throws IOException {
    assertThat(bundle("one.zip").code()).isZero();
    assertThat(bundle("two.zip").code()).isZero();
    assertThat(folder.resolve("one.zip")).hasSameBinaryContentAs(folder.resolve("two.zip"));
    for (String place : new String[] {"one.zip", "run"}) {
      var proof = runs("verify", place);
      assertThat(proof.code()).as(proof.out()).isZero();
      assertThat(proof.out()).contains("142 answers read again", "all hold");
    }
    assertThat(Files.readString(unpacked().resolve("STATEMENT.md")))
        .contains("`context`", "`model`: openai:m")
        .contains("| token-f1 | multi-hop, temporal, open-domain, single-hop | 85 | 85 |")
        .containsOnlyOnce("| exact-match |");
  }

  /** Changes a file, and its hash on the list with it: what holds is what can be computed. */
  private static void change(Path unpacked, String name, String from, String to)
      throws IOException {
    Path file = unpacked.resolve("run").resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    String changed = text.replaceFirst(Pattern.quote(from), to);
    Files.writeString(file, changed);
    Path list = unpacked.resolve("bundle.json");
    var json = JsonFiles.read(list, ObjectNode.class);
    json.withObject("/sha256").put("run/" + name, Sha256.of(changed));
    Files.writeString(list, json.toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "predictions.jsonl, `\"raw\":\"Answer: a\"`, `\"raw\":\"Answer: tea\"`, its raw reply says",
        "predictions.jsonl, `\"prediction\":\"a\"`, `\"prediction\":\"Warsaw\"`, its raw reply"
            + " says",
        "scores.jsonl, `\"value\":0.0`, `\"value\":1.0`, scores.jsonl line 1",
        "report.json, `\"scored\" : 104`, `\"scored\" : 103`, /overall/scored: found 103; computed"
            + " 104",
      })
  void whatDoesNotFollowFromTheRawAnswersIsNamed(String name, String from, String to, String said)
      throws IOException {
    Path unpacked = unpacked();
    change(unpacked, name, from, to);
    var proof = runs("verify", "unpacked");
    assertThat(proof.code()).isEqualTo(1);
    assertThat(proof.out()).contains(said).doesNotContain("was changed");
  }

  @Test
  void aChangedByteAMissingAndAnAddedFileAreNamed() throws IOException {
    Path unpacked = unpacked();
    Files.writeString(unpacked.resolve("STATEMENT.md"), "other");
    Files.delete(unpacked.resolve("run/manifest.json"));
    Files.writeString(unpacked.resolve("run/more.txt"), "more");
    var proof = runs("verify", "unpacked", "--data-file", Cli.DEMO);
    assertThat(proof.code()).isEqualTo(1);
    assertThat(proof.out())
        .contains("STATEMENT.md: was changed", "run/manifest.json: is missing")
        .contains("run/more.txt: is not on the list");
    Files.delete(unpacked.resolve("run/predictions.jsonl"));
    assertThat(runs("verify", "unpacked").out()).contains("run/predictions.jsonl: is missing");
  }

  @Test
  void aChangedByteOfTheArchiveIsNamed() throws IOException {
    bundle("b.zip");
    Path file = folder.resolve("b.zip");
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"raw\":\"Answer: a\"");
    bytes[at + 9] ^= 1;
    Files.write(file, bytes);
    var proof = runs("verify", "b.zip");
    assertThat(proof.code()).isEqualTo(3);
    assertThat(proof.err()).contains("run/predictions.jsonl");
  }

  @Test
  void aKeyStaysAtHome() throws IOException {
    Path manifest = folder.resolve("run/manifest.json");
    var json = JsonFiles.read(manifest, ObjectNode.class);
    Files.writeString(manifest, json.put("note", "sk-proj-abcdefghijklmnopqrstuv").toString());
    var refused = bundle("b.zip");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("run/manifest.json").doesNotContain("sk-proj");
    assertThat(folder.resolve("b.zip")).doesNotExist();
  }

  @Test
  void whatIsNoBundleAndNoRunIsRefused() throws IOException {
    Files.writeString(folder.resolve("x.zip"), "no archive");
    assertThat(runs("verify", "x.zip").code()).isEqualTo(3);
    assertThat(runs("verify", "nowhere").code()).isEqualTo(3);
    assertThat(runs("bundle", "home").code()).isEqualTo(3);
    Path manifest = folder.resolve("run/manifest.json");
    var json = JsonFiles.read(manifest, ObjectNode.class);
    Files.writeString(manifest, json.put("status", "interrupted").toString());
    assertThat(bundle("b.zip").err()).contains("no complete run");
  }
}
