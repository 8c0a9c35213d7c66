package dev.locomo.eval.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.reproduce.Outcome.Status;
import dev.locomo.eval.reproduce.Reproducing.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproducingTest {
  private static final String INPUT = "what goes in";
  private static final String ENTRY =
      """
      name: mine
      tier: exact
      about: A test.
      inputs:
        data: {file: in.txt, sha256: %s}
      run: [score, --predictions, "{data}", "--per-question={run}"]
      expect:
        - {at: /a/mean, value: 0.5, tolerance: 0.01, source: by hand}
        - {at: /a/scored, value: 3, tolerance: 0}
      """
          .formatted(Sha256.of(INPUT));

  @TempDir private Path folder;
  private final List<List<String>> ran = new ArrayList<>();

  @BeforeEach
  void writeTheInput() throws IOException {
    Files.writeString(folder.resolve("in.txt"), INPUT);
  }

  @Test
  void figuresWithinTheirToleranceAreReproduced() throws IOException {
    var outcome = run(ENTRY, new Result(0, "{\"a\":{\"mean\":0.509,\"scored\":3}}"));
    assertThat(outcome.status()).isEqualTo(Status.REPRODUCED);
    String data = folder.resolve("inputs/data/in.txt").toString();
    String run = folder.resolve("run").toString();
    assertThat(ran)
        .containsExactly(
            List.of("score", "--predictions", data, "--per-question=" + run, "--json"));
  }

  @Test
  void driftInEitherDirectionFails() throws IOException {
    for (String mean : List.of("0.511", "0.489", "null", "\"0.5\"")) {
      var outcome = run(ENTRY, new Result(0, "{\"a\":{\"mean\":" + mean + ",\"scored\":3}}"));
      assertThat(outcome.status()).isEqualTo(Status.DRIFTED);
      assertThat(outcome.bad()).isTrue();
      assertThat(outcome.detail()).isEqualTo("1 of 2 figures are off");
    }
  }

  @Test
  void aCommandThatFailsOrPrintsNoDocumentFails() throws IOException {
    assertThat(run(ENTRY, new Result(3, "{}")).status()).isEqualTo(Status.FAILED);
    assertThat(run(ENTRY, new Result(0, "{")).detail()).contains("no JSON document");
  }

  @Test
  void aFlippedByteOfTheInputStopsBeforeTheCommand() throws IOException {
    Files.writeString(folder.resolve("in.txt"), INPUT.replace('w', 'W'));
    assertThatThrownBy(() -> run(ENTRY, new Result(0, "{}")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("in.txt: found sha256")
        .hasMessageContaining("expected " + Sha256.of(INPUT));
    assertThat(ran).isEmpty();
  }

  @Test
  void aMissingInputIsNamed() throws IOException {
    Files.delete(folder.resolve("in.txt"));
    assertThatThrownBy(() -> run(ENTRY, new Result(0, "{}")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("in.txt")
        .hasMessageContaining("--inputs");
    assertThat(reproducing(false, new Result(0, "")).obstacle(entry(ENTRY))).contains("in.txt");
  }

  @Test
  void aProviderIsOnlyAskedWithLeaveAndKeys() throws IOException {
    String live = ENTRY.replace("tier: exact", "tier: live\nneeds: [A_KEY]");
    var without = reproducing(false, new Result(0, "{}")).run(entry(live), folder);
    assertThat(without.status()).isEqualTo(Status.SKIPPED);
    assertThat(without.detail()).contains("--live");
    assertThat(reproducing(true, new Result(0, "{}")).run(entry(live), folder).detail())
        .isEqualTo("needs A_KEY");
    assertThat(ran).isEmpty();
  }

  @Test
  void mistakesInAFileAreNamed() throws IOException {
    refuses(ENTRY.replace("about:", "abuot:"), "found the key abuot");
    refuses(ENTRY.replace("tier: exact", "tier: sure"), "found tier \"sure\"");
    refuses(ENTRY.replace("name: mine\n", ""), "has no name");
    refuses(ENTRY.replace("tolerance: 0.01", "tolerance: -1"), "a number of at least 0");
    refuses(ENTRY.replace("/a/mean", "a.mean"), "expected a JSON pointer");
    refuses(ENTRY.replace(Sha256.of(INPUT), "abc"), "expected 64 hex digits");
    refuses(ENTRY + "answers: gold\n", null);
    refuses(ENTRY + "name: again\n", "not valid YAML");
    refuses("a: [", "not valid YAML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[generate, --out-dir, '{run}']",
        "[data, fetch]",
        "[runs, delete, x]",
        "[cache, clear]",
        "[reproduce, --all]",
        "['@args']",
        "[score, '@args']",
        "[score, '@/etc/passwd']",
        "[score, --data-file, /etc/passwd]",
        "[score, --data-file=/etc/passwd]",
        "[score, --data-file, '{data}/../../secret']",
        "[score, --data-file, '{data}/.ssh']",
        "[score, --data-file, 'x{data}']",
        "[score, --data-file, 's3://bucket/x']",
        "[score, --data-file, '{other}']",
        "[score, --data-file]",
        "[score, --per-question, '{data}']",
        "[score, --per-question, out.jsonl]",
        "[score, --stats-file, '{run}/../../x']",
        "[score, --log-file, '{run}/x']",
        "[score, --config, '{data}']",
        "[score, --metrics, bertscore]",
        "[score, --bertscore-model, roberta-large]",
        "[eval-qa, --data-file, '{data}']",
        "[eval-qa, --run, /tmp/x]",
        "[eval-qa, --run, '{data}']",
        "[eval-qa, --run, '{run}', --out-file, ~/x]",
        "[eval-qa, --run, '{run}', --base-url, 'http://evil.example']",
        "[eval-qa, --run, '{run}', '--base-url=http://evil.example']",
        "[eval-qa, --run, '{run}', --store, 'postgresql://evil/x']",
        "[eval-qa, --run, '{run}', --track, mlflow]",
        "[eval-qa, --run, '{run}', --metrics-port, '80']",
        "[eval-qa, --run, '{run}', --memory, '{data}']",
        "[eval-qa, --run, '{run}', --ca-file, '{data}']",
        "[eval-qa, --run, '{run}', --cache, 'redis://evil']",
        "[eval-qa, --run, '{run}', --model, 'local:/models/x']",
        "[eval-qa, --run, '{run}', --model, 'local:x']",
        "[eval-qa, --run, '{run}', --models, '{data}']",
        "[eval-qa, --run, '{run}', --request-field, 'a=1']",
        "[eval-qa, --run, '{run}', --embedding-url, 'http://evil.example']",
        "[eval-qa, --run, '{run}', --seed, '${OPENAI_API_KEY}']",
        "[eval-qa, --run, '{run}', --seed, '$(id)']",
        "[eval-qa, --run, '{run}', --tokenizer, x]",
        "[eval-qa, --run, '{run}', --, x]",
        "[judge, --predictions, '{data}']",
        "[report, secret.json]",
        "[compare, ../x, '{data}']"
      })
  void aCommandThatCouldTouchAnythingElseIsRefused(String command) throws IOException {
    refuses(
        ENTRY.replaceFirst("run: .*", Matcher.quoteReplacement("run: " + command)), "run: found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../in.txt",
        "a/../../in.txt",
        "'..\\in.txt'",
        "'s3://b/in.txt'",
        "\"a\\0b\""
      })
  void anInputLiesBelowTheFolders(String place) throws IOException {
    refuses(ENTRY.replace("file: in.txt", "file: " + place), "expected a path below --inputs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", ".hidden", "'a b'", "'~'"})
  void aNameIsNoPath(String name) throws IOException {
    refuses(ENTRY.replace("name: mine", "name: " + name), "expected letters");
  }

  @Test
  void aLinkThatLeadsOutOfTheInputsIsRefused(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("secret"), "s");
    Files.createSymbolicLink(folder.resolve("link"), elsewhere.resolve("secret"));
    String linked =
        ENTRY.replace("file: in.txt", "file: link").replaceFirst(", sha256: [0-9a-f]+", "");
    assertThatThrownBy(() -> run(linked, new Result(0, "{}")))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("leads out of");
    Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(folder.resolve("tree/link"), elsewhere.resolve("secret"));
    String within = linked.replace("file: link", "file: tree");
    assertThatThrownBy(() -> run(within, new Result(0, "{}")))
        .hasMessageContaining("is neither a file nor a folder");
    assertThat(ran).isEmpty();
  }

  @Test
  void theProgramsOwnAreAllReadableAndNoTwoHaveOneName() throws IOException {
    var all = new Catalogue(List.of()).all();
    assertThat(all).extracting(Reproduction::tier).contains(Tier.EXACT, Tier.LIVE);
    assertThat(all)
        .filteredOn(r -> r.tier() == Tier.LIVE)
        .hasSize(10 + 11 + 5 + 7 + 4)
        .allSatisfy(r -> {
          assertThat(r.needs()).isNotEmpty();
          assertThat(r.expect()).allSatisfy(e -> assertThat(e.source()).startsWith("table "));
        });
    Path file = write(ENTRY.replace("mine", all.getFirst().name()));
    assertThatThrownBy(() -> new Catalogue(List.of(file))).isInstanceOf(UserError.class);
  }

  private void refuses(String text, @org.jspecify.annotations.Nullable String message)
      throws IOException {
    Path file = write(text);
    if (message == null) {
      assertThat(new Catalogue(List.of(file)).get("mine").answers())
          .isEqualTo(Reproduction.Answers.GOLD);
    } else {
      assertThatThrownBy(() -> new Catalogue(List.of(file)))
          .isInstanceOf(DataError.class)
          .hasMessageContaining(message);
    }
  }

  private Outcome run(String text, Result result) throws IOException {
    return reproducing(false, result).run(entry(text), folder);
  }

  private Reproduction entry(String text) throws IOException {
    return new Catalogue(List.of(write(text))).get("mine");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), text);
  }

  private Reproducing reproducing(boolean live, Result result) {
    return new Reproducing(
        new Inputs(List.of(folder)),
        Set.of(),
        live,
        (args, _) -> {
          ran.add(args);
          return result;
        });
  }
}
