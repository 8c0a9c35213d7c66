package dev.locomo.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void anErrorOfTheVirtualMachineIsOneLineAndExitCode70() {
    var err = new StringWriter();
    int code = new Failures(new PrintWriter(err, true), false).report(new OutOfMemoryError("heap"));
    assertThat(code).isEqualTo(70);
    assertThat(err.toString()).hasLineCount(1).contains("OutOfMemoryError: heap");
  }
}
