package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models update}. */
class ModelUpdateTest {
  private static final String FIRST =
      """
      {"date": "2026-12-01", "source": "ours",
       "families": [{"name": "house", "models": ["house-*"], "reserve": 100}],
       "models": {"mine": {"provider": "openai", "model": "house-1", "context": 5000}},
       "usd_per_million_tokens": {"openai": {"house-1": {"input": 1000, "output": 2000}}}}
      """;

  @TempDir private Path folder;

  private Cli.Result run(String... args) {
    return Cli.at(folder.resolve("home")).run(args);
  }

  private Cli.Result update(String json) throws IOException {
    Path file = folder.resolve("update.json");
    Files.writeString(file, json);
    return run("models", "update", file.toString());
  }

  private Cli.Result dryRun(String model) {
    return run(
        "eval-qa",
        "--data-file",
        Cli.DEMO,
        "--model",
        model,
        "--limit",
        "1",
        "--categories",
        "4",
        "--context",
        "none",
        "--dry-run",
        "--json");
  }

  @AfterEach
  void forget() {
    Cli.at(folder.resolve("nowhere")).run("models", "list");
  }

  @Test
  void whatIsAddedHoldsForLaterCalls() throws IOException {
    var before = dryRun("openai:house-1").json();
    assertThat(before.path("cost_usd_at_most").isNull()).isTrue();
    var added = update(FIRST);
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out()).contains("families 1, names 1, prices 1");
    var after = dryRun("mine").json();
    assertThat(after.path("model").asText()).isEqualTo("openai:house-1");
    assertThat(after.path("output_tokens_at_most").asInt())
        .isEqualTo(before.path("output_tokens_at_most").asInt() + 100);
    assertThat(after.path("cost_usd_at_most").asDouble()).isPositive();
    assertThat(after.path("prices_of").asText()).isEqualTo("2026-12-01");
    assertThat(run("models", "list").out()).contains("mine", "gpt-4-turbo");
    assertThat(dryRun("openai:gpt-4o").json().path("cost_usd_at_most").isNumber()).isTrue();
  }

  @Test
  void aSecondFileReplacesWhatHasItsNameAndKeepsTheRest() throws IOException {
    update(FIRST);
    var second =
        update(
            """
            {"families": [{"name": "house", "models": ["house-*"], "reserve": 300},
                          {"name": "other", "models": ["other*"]}]}
            """);
    assertThat(second.code()).as(second.err()).isZero();
    var after = dryRun("mine").json();
    assertThat(after.path("cost_usd_at_most").asDouble()).isPositive();
    assertThat(after.path("output_tokens_at_most").asInt()).isGreaterThan(300);
    assertThat(Files.readString(folder.resolve("home/models.json"))).doesNotContain(": 100,");
  }

  @Test
  void aFileThatIsWrongChangesNothing() throws IOException {
    update(FIRST);
    String kept = Files.readString(folder.resolve("home/models.json"));
    for (String price : new String[] {"null", "NaN", "-1"}) {
      var refused = update(FIRST.replace("2000", price));
      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).contains("/usd_per_million_tokens/openai/house-1");
      assertThat(Files.readString(folder.resolve("home/models.json"))).isEqualTo(kept);
    }
    assertThat(run("models", "update", folder.resolve("none.json").toString()).code()).isEqualTo(3);
    assertThat(run("models", "update").code()).isEqualTo(2);
  }
}
