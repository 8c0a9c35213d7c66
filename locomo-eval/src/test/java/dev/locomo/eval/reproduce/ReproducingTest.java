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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducingTest {
  private static final String INPUT = "what goes in";
  private static final String ENTRY =
      """
      name: mine
      tier: exact
      about: A test.
      inputs:
        data: {file: in.txt, sha256: %s}
      run: [score, "{data}", "x={data}", "{run}"]
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
    String data = folder.resolve("in.txt").toString();
    assertThat(ran)
        .containsExactly(
            List.of("score", data, "x=" + data, folder.resolve("run").toString(), "--json"));
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

  @Test
  void theProgramsOwnAreAllReadableAndNoTwoHaveOneName() throws IOException {
    var all = new Catalogue(List.of()).all();
    assertThat(all).extracting(Reproduction::tier).contains(Tier.EXACT, Tier.LIVE);
    assertThat(all)
        .filteredOn(r -> r.tier() == Tier.LIVE)
        .hasSize(10 + 11 + 5 + 7)
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
        args -> {
          ran.add(args);
          return result;
        });
  }
}
