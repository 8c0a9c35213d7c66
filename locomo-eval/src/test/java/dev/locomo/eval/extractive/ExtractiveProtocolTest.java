package dev.locomo.eval.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.rag.passage.Passage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Would catch a reader that is labelled as retrieving and reads the whole conversation. */
class ExtractiveProtocolTest {
  private static final Turn DOG = new Turn(new TurnId(1, 1), "Ann", "My dog is called Rex.", null);
  private static final Turn SKY = new Turn(new TurnId(1, 2), "Bob", "The sky is grey.", null);
  private static final Conversation CHAT =
      new Conversation("Ann", "Bob", List.of(new Session(1, "", null, List.of(DOG, SKY))));
  private static final Probe PROBE =
      new Probe(
          new QuestionId("s", 0),
          "What is Ann's dog called?",
          BenchmarkProfile.LOCOMO.category(4),
          null,
          null);

  @Test
  void withRetrievalOnlyTheTurnsOfThePassagesAreRead() throws Exception {
    assertThat(answer(null).text()).contains("Rex");
    assertThat(answer(found("D1:1")).text()).contains("Rex");
    assertThat(answer(found("D1:2")).text()).doesNotContain("Rex");
  }

  @Test
  void aSessionsPassageCoversAllItsTurns() throws Exception {
    assertThat(answer(found("S1")).text()).contains("Rex");
    assertThat(answer(found("S2")).text()).isEqualTo(Abstention.PHRASE);
  }

  @Test
  void theContextIsWhatWasRetrieved() throws Exception {
    assertThat(answer(found("D1:2")).context()).containsExactly("D1:2");
  }

  private static Retrieval found(String id) {
    return probe -> List.of(new Passage("text", "", 1, List.of(id)));
  }

  private static Call.Answer answer(@Nullable Retrieval retrieval) throws Exception {
    var asked = new Asked("s", CHAT, List.of(PROBE), retrieval);
    var call = new ExtractiveProtocol().calls(List.of(asked)).findFirst().orElseThrow();
    return call.answer(
            (_, _) -> {
              throw new AssertionError("the reader asks nobody");
            })
        .getFirst();
  }
}
