package dev.locomo.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs typical calls once, for the launcher to record which classes they load (an ahead-of-time
 * archive), so that later calls start in a fraction of the time.
 */
public final class WarmUp {
  private WarmUp() {}

  /**
   * Runs them.
   *
   * @param args the demonstration data set and a folder for its run
   */
  public static void main(String[] args) {
    String data = args[0];
    String run = args[1];
    call("--help");
    call("eval-qa", "--data-file", data, "--model", "extractive", "--run", run);
    call("score", "--data-file", data, "--predictions", run, "--json");
    call(
        "score",
        "--data-file",
        data,
        "--predictions",
        Path.of(run, "predictions.jsonl").toString());
    call("data", "check", data);
    // The second time what the first made is read.
    for (int times = 0; times < 2; times++) {
      call("embed", "--data-file", data, "--emb-dir", run);
      call("eval-retrieval", "--data-file", data, "--emb-dir", run);
    }
    System.exit(0);
  }

  private static void call(String... args) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(nowhere, nowhere, Map.of(), args);
  }
}
