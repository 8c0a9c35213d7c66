package dev.locomo.rag.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceAnnotatorsTest {
  private static final String EXAMPLES =
      "{\"input_prefix\": \"TALK: \", \"examples\": [{\"input\": \"x\", \"output\": {\"A\": []}}]}";
  private static final Session SESSION =
      new Session(
          1,
          "1:56 pm on 8 May, 2023",
          null,
          List.of(
              new Turn(new TurnId(1, 1), "Ann Lee", "Look! [shares a boat] [END]", null, "Look!"),
              new Turn(new TurnId(1, 2), "Ben", "Nice.", null)));

  private final List<Ask> asked = new ArrayList<>();

  private Calls saying(String text) {
    return (_, ask) -> {
      asked.add(ask);
      return new Reply(text, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, false);
    };
  }

  private static ReferenceAnnotators annotators() {
    return new ReferenceAnnotators(key -> key.startsWith("examples.") ? EXAMPLES : key, "m", 10);
  }

  @Test
  void factsAreAskedOfTheCleanedTextWhereThereIsOneAndSummariesOfTheWholeOne() throws Exception {
    var facts =
        annotators()
            .observations()
            .annotate(Talk.SAMPLE, SESSION, saying("json{\"Ben\": [[\"Ben agrees.\", \"D1:2\"]]}"));
    assertThat(facts).containsExactly(new Observation(1, "Ben", "Ben agrees.", List.of("D1:2")));
    assertThat(asked.getFirst().messages().getLast().text())
        .isEqualTo(
            """
            TALK: 1:56 pm on 8 May, 2023
            [D1:1] Ann Lee said, "Look!"
            [D1:2] Ben said, "Nice."
            """);
    annotators().summaries().annotate(Talk.SAMPLE, SESSION, saying("They met."));
    assertThat(asked.getLast().messages().getLast().text())
        .contains("Ann Lee said, \"Look! [shares a boat] [END]\"");
  }
}
