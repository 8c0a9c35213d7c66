package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What need not be typed: the data of a run, the form of a file, the name of the first option. */
class DefaultsTest {
  @TempDir private Path folder;
  private Cli cli = Cli.at(Path.of("."));
  private Path place = Path.of(".");

  /** A checkout with data and a run about it. */
  @BeforeEach
  void run() throws IOException {
    cli = Cli.at(folder.resolve("home"));
    place = Files.createDirectories(folder.resolve("first"));
    Path data = Files.createDirectories(place.resolve("data")).resolve("mine.json");
    Files.copy(Path.of(Cli.DEMO), data);
    var result = cli.run("eval-qa", data.toString(), "--limit", "3", "--run", place + "/runs/demo");
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void scoreFindsTheDataThatTheRunNamesAlsoWhenBothWereMoved() throws IOException {
    Path moved = Files.move(place, folder.resolve("second"));
    String run = moved.resolve("runs/demo").toString();
    var scored = cli.run("score", run, "--json");
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(cli.run("score", "--run", run, "--json").out()).isEqualTo(scored.out());
    assertThat(cli.run("score", "--predictions", run, "--json").out()).isEqualTo(scored.out());
    assertThat(
            scored.json().path("metrics").path("token-f1").path("overall").path("scored").asInt())
        .isEqualTo(3);
  }

  @Test
  void otherDataInItsPlaceIsRefused() throws IOException {
    Path data = place.resolve("data/mine.json");
    Files.writeString(data, Files.readString(data).replace("demo-1", "demo-9"));
    var scored = cli.run("score", place.resolve("runs/demo").toString());
    assertThat(scored.code()).isEqualTo(3);
    assertThat(scored.err()).contains("is not the data that", "sha256");
  }

  @Test
  void theEndingOfAFileTellsTheFormOfAReport() throws IOException {
    String run = place.resolve("runs/demo").toString();
    Path page = folder.resolve("report.html");
    assertThat(cli.run("report", run, "--out", page.toString()).code()).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>");
    Path table = folder.resolve("report.md");
    assertThat(cli.run("report", run, "--out", table.toString()).code()).isZero();
    assertThat(table).content().contains("|---|");
    assertThat(cli.run("report", "--run", run, "--json").json().has("metrics")).isTrue();
  }

  @Test
  void anArgumentAndItsOptionAreNotBothTaken() {
    String run = place.resolve("runs/demo").toString();
    var twice = cli.run("report", run, "--run", run);
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("--run is given twice");
    assertThat(cli.run("report").err()).startsWith("error: missing --run DIR\n");
  }

  @Test
  void aSettingInAFileCanBeForOneVerb() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.properties"), "limit=1\njudge.limit=2\njudge.calibrate.limit=3\n");
    String shown = cli.run("config", "show", "--config", file.toString()).out();
    assertThat(limit(shown, "eval-qa")).startsWith("1 ");
    assertThat(limit(shown, "judge")).startsWith("2 ");
    assertThat(limit(shown, "judge calibrate"))
        .isEqualTo("3  (" + file + " judge.calibrate.limit)");
    Files.writeString(file, "judge.limmit=2\n");
    assertThat(cli.run("config", "show", "--config", file.toString()).err())
        .contains("'judge.limmit'", "judge.limit");
  }

  private static String limit(String shown, String verb) {
    String section = shown.substring(shown.indexOf(verb + ":\n"));
    String line = section.lines().filter(l -> l.startsWith("  limit ")).findFirst().orElse("");
    return line.substring(line.indexOf('=') + 2);
  }

  @Test
  void whatIsPrintedInASentenceIsPrintedAsADocumentToo() {
    String run = place.resolve("runs/demo").toString();
    Path zip = folder.resolve("demo.zip");
    assertThat(
            cli.run("runs", "bundle", run, "--out", zip.toString(), "--json").json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("file", "files", "bundle");
    assertThat(cli.run("protocol", "list", "--json").json().findValuesAsText("protocol"))
        .containsExactly("locomo", "reference");
    assertThat(cli.run("models", "list", "--json").json().size()).isGreaterThan(5);
  }

  @Test
  void aNameThatIsNotKnownIsAnsweredWithTheNearest() {
    String run = place.resolve("runs/demo").toString();
    assertThat(cli.run("score", run, "--metrics", "rogue-l").err())
        .isEqualTo("error: there is no metric 'rogue-l'\n  try: rouge-l, rouge-1, rouge-2\n");
    assertThat(cli.run("eval-qa", "--model", "openia:gpt-4o").err())
        .startsWith("error: unknown model 'openia:gpt-4o'\n  try: openai:gpt-4");
    assertThat(cli.run("scroe").err())
        .isEqualTo("error: unknown verb or argument 'scroe'\n  try: score\n");
  }
}
