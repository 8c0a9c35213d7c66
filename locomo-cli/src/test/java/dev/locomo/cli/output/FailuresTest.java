package dev.locomo.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void anErrorOfTheVirtualMachineIsOneLineAndExitCode70() {
    var err = new StringWriter();
    int code = new Failures(new PrintWriter(err, true), false).report(new OutOfMemoryError("heap"));
    assertThat(code).isEqualTo(70);
    assertThat(err.toString()).hasLineCount(1).contains("OutOfMemoryError: heap");
  }

  @Test
  void aNameThatNoFileCanHaveIsAWrongSetting() {
    var err = new StringWriter();
    var refused = catchThrowableOfType(InvalidPathException.class, () -> Path.of("a\0b"));
    assertThat(new Failures(new PrintWriter(err, true), false).report(refused)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("error: no name of a file: ");
  }
}
