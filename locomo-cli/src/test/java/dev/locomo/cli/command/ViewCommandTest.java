package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCommandTest {
  private static final String DATA = "../data/locomo-demo.json";

  @TempDir private Path folder;

  private Cli cli() {
    return Cli.at(folder);
  }

  @Test
  void aBundleHasAllRunsAndTheReportOfEachThatHasOne() throws Exception {
    Path runs = folder.resolve("runs");
    cli().run("eval-qa", "--data-file", DATA, "--run", runs.resolve("a <b>").toString());
    cli()
        .run(
            "eval-retrieval",
            "--data-file",
            DATA,
            "--retriever",
            "bm25",
            "--run",
            runs.resolve("r").toString());
    Path site = folder.resolve("site");
    var said = cli().run("view", runs.toString(), "--bundle", site.toString());
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("2 runs in " + site);
    assertThat(said.err()).contains("r: a run of eval-retrieval has no report");
    String index = Files.readString(site.resolve("index.html"));
    assertThat(index)
        .contains("<a href=\"a__b_.html\">a &lt;b&gt;</a>", "recall@5")
        .doesNotContain("<script", "href=\"/");
    assertThat(Files.readString(site.resolve("a__b_.html"))).contains("Every metric");
  }

  @Test
  void aServerThatEverybodyCouldReadIsNotStarted() throws Exception {
    Files.createDirectory(folder.resolve("runs"));
    String runs = folder.resolve("runs").toString();
    var open = cli().run("view", runs, "--host", "0.0.0.0", "--port", "0", "--retriever", "bm25");
    assertThat(open.code()).isEqualTo(2);
    assertThat(open.err()).contains("everybody could read", "--token-file");
    Path token = Files.writeString(folder.resolve("token"), "short\n");
    var weak = cli().run("view", runs, "--token-file", token.toString(), "--retriever", "bm25");
    assertThat(weak.code()).isEqualTo(2);
    assertThat(weak.err()).contains("holds no token");
    assertThat(cli().run("view", folder.resolve("none").toString()).code()).isEqualTo(2);
  }
}
