package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are over: packed, read as they are, unpacked, deleted. */
class ArchiveRunTest {
  @TempDir private Path folder;
  private Cli cli = Cli.at(Path.of("."));
  private String run = "";
  private String archive = "";

  @BeforeEach
  void run() {
    cli = Cli.at(folder.resolve("home"));
    run = folder.resolve("runs/demo").toString();
    archive = folder.resolve("demo.run.zip").toString();
    var done = cli.run("eval-qa", "--data-file", Cli.DEMO, "--model", "extractive", "--run", run);
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(cli.run("runs", "archive", run, "--out", archive).code()).isZero();
  }

  private String out(String... words) {
    var result = cli.run(words);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void verbsThatReadARunReadItsArchive() throws IOException {
    assertThat(out("report", archive)).isEqualTo(out("report", run));
    assertThat(out("score", "--predictions", archive, "--json"))
        .isEqualTo(out("score", "--predictions", run, "--json"));
    assertThat(out("compare", run, archive)).contains(archive);
    assertThat(out("report", run, "--baseline", archive, "--format", "html")).contains("demo");
    Path pages = folder.resolve("pages");
    assertThat(out("view", archive, "--bundle", pages.toString())).contains("1 run in");
    assertThat(Files.readString(pages.resolve("index.html"))).contains("demo");
  }

  @Test
  void verbsThatNeedAFolderSayHowToMakeIt() {
    var judged = cli.run("judge", "--run", archive, "--judge", "openai:m", "--rubric", "strict");
    assertThat(judged.code()).isEqualTo(2);
    assertThat(judged.err()).contains("is an archive").contains("locomo runs unpack");
    assertThat(cli.run("runs", "import", archive).err()).contains("locomo runs unpack");
  }

  @Test
  void aFolderGoesOnlyWhenItsArchiveHolds() {
    var there = cli.run("runs", "archive", run, "--out", archive, "--delete");
    assertThat(there.code()).isEqualTo(2);
    assertThat(Path.of(run)).isDirectory();
    String other = folder.resolve("other.run.zip").toString();
    assertThat(out("runs", "archive", run, "--out", other, "--delete")).contains("is deleted");
    assertThat(Path.of(run)).doesNotExist();
    String report = out("report", other);
    assertThat(out("runs", "unpack", other, run)).contains("files");
    assertThat(out("report", run)).isEqualTo(report);
  }

  @Test
  void oldRunsGoWhenItIsSaidTwice() {
    String runs = folder.resolve("runs").toString();
    assertThat(out("runs", "prune", runs, "--older-than", "1")).contains("keeps");
    assertThat(out("runs", "prune", runs, "--older-than", "0")).contains("would delete " + run);
    assertThat(Path.of(run)).isDirectory();
    assertThat(out("runs", "prune", runs, "--older-than", "0", "--kind", "judge", "--yes"))
        .contains("another kind");
    assertThat(out("runs", "prune", runs, "--older-than", "0", "--yes", "--json"))
        .contains("\"deleted\" : true");
    assertThat(Path.of(run)).doesNotExist();
    assertThat(cli.run("runs", "prune", run, "--older-than", "0").code()).isEqualTo(2);
  }
}
