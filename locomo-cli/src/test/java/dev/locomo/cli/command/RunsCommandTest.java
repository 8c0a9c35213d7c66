package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs} and {@code --store}, with the built-in reader. */
class RunsCommandTest {
  @TempDir Path root;

  private String[] asking(String run, String store) {
    return new String[] {
      "eval-qa",
      "--data-file",
      Cli.DEMO,
      "--samples",
      "demo-1",
      "--limit",
      "10",
      "--run",
      root.resolve(run).toString(),
      "--store",
      store
    };
  }

  private String store() {
    return root.resolve("results.db").toString();
  }

  @Test
  void aRunIsStoredListedShownQueriedAndDeleted() {
    var cli = Cli.at(root);
    var run = cli.run(asking("r1", store()));
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("stored as").contains("results.db");

    var list = cli.run("runs", "list", "--store", store(), "--json").json();
    assertThat(list).hasSize(1);
    String id = list.path(0).path("id").asText();
    assertThat(list.path(0).path("mean").isDouble()).isTrue();
    assertThat(cli.run("runs", "list", "--store", store()).out()).contains(id).contains("1 run");
    assertThat(cli.run("runs", "list", "--store", store(), "--task", "judge").out())
        .contains("0 runs");

    var shown = cli.run("runs", "show", id, "--store", store(), "--json").json();
    assertThat(shown.path("settings").path("model").asText()).isEqualTo("extractive");
    assertThat(shown.path("outcomes").path("answered").asInt()).isEqualTo(10);
    assertThat(cli.run("runs", "show", "r1", "--store", store()).out()).contains("token-f1");

    String sql = "SELECT COUNT(*) AS n, 'a,b' AS t FROM results WHERE metric = 'token-f1'";
    assertThat(cli.run("runs", "query", sql, "--store", store(), "--format", "csv").out())
        .isEqualToNormalizingNewlines("n,t\n10,\"a,b\"\n");
    assertThat(
            cli.run("runs", "query", sql, "--store", store(), "--format", "json")
                .json()
                .path(0)
                .path("n")
                .asInt())
        .isEqualTo(10);
    assertThat(cli.run("runs", "query", "DROP TABLE runs", "--store", store()).code()).isEqualTo(2);

    assertThat(cli.run("runs", "delete", id, "--store", store()).code()).isEqualTo(2);
    assertThat(cli.run("runs", "delete", id, "--store", store(), "--yes", "--files").code())
        .isZero();
    assertThat(root.resolve("r1")).doesNotExist();
    assertThat(cli.run("runs", "show", id, "--store", store()).code()).isEqualTo(2);
  }

  @Test
  void importingAgainSaysUnchangedAndADamagedFolderDoesNotKeepTheOthersOut() throws IOException {
    var cli = Cli.at(root);
    cli.run(asking("all/r1", store()));
    cli.run(asking("all/r2", store()));
    Files.writeString(root.resolve("all/r1/scores.jsonl"), "{\n");
    var imported = cli.run("runs", "import", root.resolve("all").toString(), "--store", store());
    assertThat(imported.code()).isEqualTo(3);
    assertThat(imported.err()).contains("scores.jsonl at line 1");
    assertThat(imported.out()).contains("unchanged").contains("r2");
    assertThat(cli.run("runs", "import", root.resolve("no").toString(), "--store", store()).code())
        .isEqualTo(3);
  }

  @Test
  void aRunSurvivesAStoreThatIsGone() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String gone = "jdbc:postgresql://127.0.0.1:" + port + "/lab?user=u&password=geheim";
    var run = Cli.at(root).run(asking("r1", gone));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("the store cannot be used now")
        .contains("nothing is lost: the run is in " + root.resolve("r1"))
        .contains("runs import --store jdbc:postgresql://127.0.0.1:" + port + "/lab");
    assertThat(root.resolve("r1/scores.jsonl")).exists();
    assertThat(run.err()).doesNotContain("geheim");
    assertThat(Files.readString(root.resolve("r1/spec.json"))).doesNotContain("geheim");
    assertThat(
            Cli.at(root)
                .run("runs", "import", root.resolve("r1").toString(), "--store", store())
                .code())
        .isZero();
  }

  @Test
  void whatIsNoStoreIsRefusedBeforeAnythingIsAsked() {
    var run = Cli.at(root).run(asking("r1", "jdbc:oracle:thin:@h"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is no store");
    assertThat(root.resolve("r1")).doesNotExist();
    assertThat(Cli.at(root).run("runs", "list", "--store", store()).err())
        .contains("there is no store");
  }
}
