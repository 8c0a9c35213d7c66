package dev.locomo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.locomo.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data and models that are in object storage; the store holds one data set, for reading. */
class RemoteTest {
  @TempDir Path root;

  private final HttpServer server = HttpServer.create();
  private int gets;

  RemoteTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    byte[] demo = Files.readAllBytes(Path.of(Cli.DEMO));
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        x -> {
          try (x) {
            boolean there = x.getRequestURI().getPath().equals("/lab/sets/demo.json");
            boolean head = x.getRequestMethod().equals("HEAD");
            x.getResponseHeaders().set("ETag", "\"abc\"");
            if (there && head) {
              x.getResponseHeaders().set("Content-Length", "" + demo.length);
            }
            x.sendResponseHeaders(there ? 200 : 404, there && !head ? demo.length : -1);
            if (there && !head) {
              gets++;
              x.getResponseBody().write(demo);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Cli cli() {
    return Cli.at(root)
        .with("LOCOMO_S3_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort())
        .with("AWS_ACCESS_KEY_ID", "id")
        .with("AWS_SECRET_ACCESS_KEY", "secret");
  }

  @Test
  void aDataSetIsReadFromObjectStorageAndKept() {
    String run = root.resolve("run").toString();
    String[] ask = {
      "eval-qa", "--data-file", "s3://lab/sets/demo.json", "--limit", "5", "--run", run, "--json"
    };
    var first = cli().run(ask);
    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("fetching s3://lab/sets/demo.json");
    assertThat(cli().run(ask).code()).isZero();
    assertThat(gets).isEqualTo(1);
    assertThat(root.resolve("objects/lab/sets/demo.json")).exists();
    assertThat(cli().run("report", "--run", run).code()).isZero();
    assertThat(cli().run("data", "stats", "s3://lab/sets/demo.json").code()).isZero();
  }

  @Test
  void whatIsNotThereIsNamed() {
    var missing = cli().run("data", "stats", "s3://lab/no.json");
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.err()).contains("s3://lab/no.json: there is no such object");
    var model =
        cli().run("eval-retrieval", "--data-file", Cli.DEMO, "--retriever", "hf:s3://lab/../x");
    assertThat(model.code()).isEqualTo(2);
    assertThat(model.err()).contains("is no address of an object");
    assertThat(cli().run("runs", "push", root.toString(), "s3://lab/runs").code()).isEqualTo(3);
    assertThat(cli().run("runs", "pull", "s3://lab/runs/x", root.resolve("x").toString()).err())
        .contains("holds no whole run");
    assertThat(cli().run("runs", "pull", "runs/x").code()).isEqualTo(2);
  }
}
