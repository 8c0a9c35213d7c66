package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.locomo.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The array script of {@code deploy/} on a real Slurm cluster of this machine. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class SlurmRunTest {
  private static final int SKIPPED = 77;

  @TempDir private Path folder;

  @Test
  void fourTasksMergeIntoTheRunOfOneProcessAlsoWhenTheyAreKilled() throws Exception {
    Path output = folder.resolve("output.txt");
    var builder =
        new ProcessBuilder(Path.of("../scripts/check/slurm.sh").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("LOCOMO", program().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LOCOMO_HOME", folder.resolve("home").toString());
    int code = builder.start().waitFor();
    String said = Files.readString(output);
    assumeFalse(code == SKIPPED, said);
    assertThat(code).as(said).isZero();
    assertThat(said)
        .contains("4 tasks: predictions, scores and report of 104 answers are those of one process")
        .contains("both submitted again: predictions, scores and report are those of one process");
  }

  /** The program under test as something that a script can call. */
  private Path program() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var file =
        Files.createFile(
            folder.resolve("locomo"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    return Files.writeString(
        file,
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s "$@"
        """
            .formatted(System.getProperty("java.home"), classPath, Main.class.getName()));
  }
}
