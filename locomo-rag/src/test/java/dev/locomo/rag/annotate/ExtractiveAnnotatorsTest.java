package dev.locomo.rag.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.Observation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floor: sentences that tell something, with their turns. */
class ExtractiveAnnotatorsTest {
  @TempDir private Path folder;
  private final ExtractiveAnnotators extractive = new ExtractiveAnnotators();

  private CallLog nobody() {
    return CallLog.open(
        folder.resolve("calls.jsonl"),
        _ -> {
          throw new AssertionError("nobody is asked");
        });
  }

  @Test
  void factsAreStatementsWithTheirSpeakerAndTurn() throws Exception {
    try (var steps = nobody()) {
      assertThat(extractive.observations().annotate(Talk.SAMPLE, Talk.FIRST, steps))
          .containsExactly(
              new Observation(
                  1,
                  "Ann Lee",
                  "Ann Lee said, \"My sister Ida moved to Oslo for a nursing job.\"",
                  List.of("D1:3")),
              new Observation(
                  1,
                  "Ben",
                  "Ben said, \"I adopted a greyhound called Comet yesterday.\" and shared a"
                      + " picture: a dog",
                  List.of("D1:2")));
      assertThat(extractive.observations().annotate(Talk.SAMPLE, Talk.SECOND, steps)).isEmpty();
    }
  }

  @Test
  void aSummaryBeginsWithItsDateAndIsNeverEmpty() throws Exception {
    try (var steps = nobody()) {
      assertThat(extractive.summaries().annotate(Talk.SAMPLE, Talk.FIRST, steps))
          .isEqualTo(
              "1:56 pm on 8 May, 2023. Ben said, \"I adopted a greyhound called Comet yesterday.\""
                  + " Ben shared a picture: a dog. Ann Lee said, \"My sister Ida moved to Oslo for"
                  + " a nursing job.\"");
      assertThat(extractive.summaries().annotate(Talk.SAMPLE, Talk.SECOND, steps))
          .isEqualTo("Ben said, \"Hi.\"");
    }
  }
}
