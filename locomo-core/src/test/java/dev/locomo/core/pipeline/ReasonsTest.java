package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.pipeline.Reasons.Counted;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void reasonsThatDifferInNumbersAloneAreOneAndTheMostFrequentComesFirst() {
    var reasons = new Reasons();
    reasons.add("timeout: no complete answer in 20 s");
    reasons.add("rejected: 203 tokens are too many (req_8f31a)");
    reasons.add("rejected: 1999 tokens are too many (req_77b02)");
    assertThat(reasons.except(""))
        .containsExactly(
            new Counted("rejected: 203 tokens are too many (req_8f31a)", 2),
            new Counted("timeout: no complete answer in 20 s", 1));
    assertThat(reasons.except("timeout: no complete answer in 30 s")).hasSize(1);
    assertThat(new Reasons().except("")).isEmpty();
  }
}
