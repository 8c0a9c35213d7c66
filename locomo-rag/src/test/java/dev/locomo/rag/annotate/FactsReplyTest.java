package dev.locomo.rag.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts are read in every shape that models give them, and refused when they fit nothing. */
class FactsReplyTest {
  private static List<Observation> read(String reply) throws Unreadable {
    return FactsReply.read(
        ReplyText.of(reply), new FactCheck(Talk.SAMPLE.conversation(), Talk.FIRST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Ann Lee\": [], \"Ben\": [[\"Ben has a dog.\", \"D1:2\"]]}",
        "```json\n{\"ben\": [[\"Ben has a dog.\", \"[D1:2]\"]]}\n```",
        "Here you are:\n{\"Ben\": [[\"Ben has a dog.\", [\"D1:2\"]]]}\nAnything else?",
        "{\"observations\": {\"Ben\": [[\" Ben has a dog. \", \"(D1:2)\"]], \"Ann\": []}}",
        "{\"facts\": [{\"speaker\": \"Ben\", \"fact\": \"Ben has a dog.\", \"dia_id\": \"D1:2\"}]}",
        "[{\"speaker\": \"BEN\", \"observation\": \"Ben has a dog.\", \"ids\": [\"D1:2\"]}]",
        "{\"Ben\": [{\"fact\": \"Ben has a dog.\", \"source\": \"D1:2\"}]}",
        "{\"Ben\": [\"Ben has a dog. [D1:2]\"]}",
        "Ben: Ben has a dog. [D1:2]",
        "Facts of the session\n\n**Ben:**\n- Ben has a dog. (D1:2)\n",
        "1. Ben: Ben has a dog. D1:2",
      })
  void oneFactInManyShapes(String reply) throws Unreadable {
    assertThat(read(reply))
        .containsExactly(new Observation(1, "Ben", "Ben has a dog.", List.of("D1:2")));
  }

  @Test
  void severalTurnsBecomeAListAndSpeakersStandInTheirOrder() throws Unreadable {
    assertThat(read("{\"Ben\": [[\"b\", \"D1:2, D1:3\"]], \"Ann\": [[\"a\", \"D1:1\"]]}"))
        .containsExactly(
            new Observation(1, "Ann Lee", "a", List.of("D1:1")),
            new Observation(1, "Ben", "b", List.of("D1:2", "D1:3")));
    assertThat(read("Ben: b [D1:2, D1:3]\nBen: c [D1:1 and D1:3]"))
        .extracting(Observation::sources)
        .containsExactly(List.of("D1:2", "D1:3"), List.of("D1:1", "D1:3"));
  }

  @Test
  void aSessionWithoutFactsIsPossible() throws Unreadable {
    assertThat(read("{\"Ann Lee\": [], \"Ben\": []}")).isEmpty();
    assertThat(read("{}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Ben\": [[\"f\", \"D1:9\"]]} | names turn D1:9, which this session does not have",
        "{\"Ben\": [[\"f\", \"D2:1\"]]} | its turns are D1:1 to D1:3",
        "{\"Ben\": [[\"f\", \"3\"]]} | names no turn; expected an id such as D1:1",
        "{\"Ben\": [[\"f\"]]} | no pair of a sentence and a turn id",
        "{\"Ben\": [[\" \", \"D1:1\"]]} | an empty fact of Ben",
        "{\"Ben\": [[4, \"D1:1\"]]} | is no text",
        "{\"Ben\": \"nothing\"} | the facts of Ben are no list",
        "{\"Cleo\": [[\"f\", \"D1:1\"]], \"Ben\": []} | found \"Cleo\" where a speaker was"
            + " expected",
        "{\"Ben\": [[\"f\", \"D1:1\"] | no valid JSON",
        "[1, 2] | where a speaker was expected: Ann Lee or Ben",
        "I cannot do that. | neither JSON nor lines that begin with Ann Lee or Ben",
        "'' | neither JSON nor lines",
        "Ben: he has a dog | names no turn",
      })
  void whatFitsNothingIsRefusedWithItsReason(String reply, String reason) {
    assertThatThrownBy(() -> read(reply))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining(reason);
  }
}
