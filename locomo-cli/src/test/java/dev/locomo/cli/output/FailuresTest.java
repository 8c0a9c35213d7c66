package dev.locomo.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Reasons;
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
  void reasonsAreCountedAndTheOneThatEndedTheRunIsSaidOnce() {
    var reasons = new Reasons();
    var error = new ProviderError(Kind.MODEL_UNKNOWN, "no model m", null, null);
    for (int i = 0; i < 3; i++) {
      reasons.add(error.reason());
      reasons.add("not asked");
    }
    reasons.add("timeout: a\nb");
    var err = new StringWriter();
    int code = Failures.ended(new Ending(false, error), reasons, new PrintWriter(err, true));
    assertThat(code).isEqualTo(4);
    assertThat(err.toString().lines())
        .containsExactly(
            "3 times: not asked",
            "1 time: timeout: a\\nb",
            "error: no model m",
            "  the same command resumes the run");
  }

  @Test
  void ofManyReasonsTheMostFrequentAreShown() {
    var reasons = new Reasons();
    "abcdefgh".chars().forEach(c -> reasons.add(Character.toString(c)));
    var err = new StringWriter();
    assertThat(Failures.ended(Ending.ALL, reasons, new PrintWriter(err, true))).isZero();
    assertThat(err.toString()).hasLineCount(7).endsWith("and 2 more, in the run's folder\n");
  }

  @Test
  void aNameThatNoFileCanHaveIsAWrongSetting() {
    var err = new StringWriter();
    var refused = catchThrowableOfType(InvalidPathException.class, () -> Path.of("a\0b"));
    assertThat(new Failures(new PrintWriter(err, true), false).report(refused)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("error: no name of a file: ");
  }
}
