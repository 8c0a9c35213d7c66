package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCommandTest {
  private static final String DATA = "../data/locomo-demo.json";

  @TempDir private Path folder;

  private Cli cli() {
    return Cli.at(folder);
  }

  @Test
  void aBundleHasPagesOfAllRunsWhoseLinksLeadToFiles() throws Exception {
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
    String index = Files.readString(site.resolve("index.html"));
    assertThat(index).contains(">a &lt;b&gt;</a>", "recall@5").doesNotContain("<script", "/assets");
    try (var files = Files.list(site)) {
      var pages = files.filter(f -> f.toString().endsWith(".html")).toList();
      assertThat(pages).hasSizeGreaterThan(20);
      for (Path page : pages) {
        String text = Files.readString(page);
        assertThat(text).contains("Content-Security-Policy").doesNotContain(" action=");
        Pattern.compile(" href=\"([^\"#]+)")
            .matcher(text)
            .results()
            .forEach(link -> {
              String file = URLDecoder.decode(link.group(1), StandardCharsets.UTF_8);
              assertThat(site.resolve(file)).as(page + " leads to a file").exists();
            });
      }
      assertThat(pages.stream().map(p -> p.getFileName().toString()))
          .anyMatch(name -> name.contains("question_id"))
          .anyMatch(name -> name.startsWith("r_report"));
    }
  }

  @Test
  void runsOfOneDataSetAreComparedInABundle() throws Exception {
    Path runs = folder.resolve("runs");
    for (String context : List.of("full", "oracle")) {
      String run = runs.resolve(context).toString();
      cli().run("eval-qa", "--data-file", DATA, "--context", context, "--run", run);
    }
    Path site = folder.resolve("site");
    assertThat(cli().run("view", runs.toString(), "--bundle", site.toString()).err()).isEmpty();
    try (var files = Files.list(site)) {
      Path compared =
          files
              .filter(f -> f.getFileName().toString().startsWith("compare_run_full"))
              .findFirst()
              .orElseThrow();
      assertThat(Files.readString(compared)).contains("oracle against full", "token-f1");
    }
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
