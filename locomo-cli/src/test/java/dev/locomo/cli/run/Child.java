package dev.locomo.cli.run;

import dev.locomo.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program in a process of its own.
 *
 * @param process the process
 * @param err where its stderr goes
 */
record Child(Process process, Path err) {
  /** Starts it in a folder, with a key and nothing of our settings in its environment. */
  static Child start(Path folder, List<String> args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(args);
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LOCOMO_"));
    builder.environment().put("LOCOMO_HOME", folder.resolve("home").toString());
    builder.environment().put("OPENAI_API_KEY", ServerRunTest.KEY);
    builder.environment().put("ANTHROPIC_API_KEY", ServerRunTest.KEY);
    return new Child(builder.start(), err);
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** What it has written to stderr. */
  String said() throws IOException {
    return Files.readString(err);
  }
}
