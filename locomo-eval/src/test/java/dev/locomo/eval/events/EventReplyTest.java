package dev.locomo.eval.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReplyTest {
  private static final Event MOVES = new Event("Ann moves.", "8 May, 2023", "E1", List.of());

  private static List<Event> read(String reply) {
    return EventReply.read(ReplyText.of(reply)).orElseThrow();
  }

  private static ReplyText cutOff(String reply) {
    return new ReplyText(reply, Reply.Finish.LENGTH, true);
  }

  @Test
  void theAgreedFormIsReadWithItsDatesIdsAndCauses() {
    var events =
        read(
            """
            {"events": [{"id": "E1", "date": "8 May, 2023", "event": "Ann moves."},
             {"id": "E2", "date": "9 May, 2023", "event": "Ann unpacks.", "caused_by": ["E1"]}]}
            """);
    assertThat(events)
        .containsExactly(MOVES, new Event("Ann unpacks.", "9 May, 2023", "E2", List.of("E1")));
  }

  @Test
  void noEventsAreAnAnswer() {
    assertThat(read("{\"events\": []}")).isEmpty();
    assertThat(read("[]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here you are:\n"
            + "```json\n"
            + "{\"events\": [{\"id\": \"E1\", \"date\": \"8 May, 2023\", \"event\": \"Ann"
            + " moves.\"}]}\n"
            + "```\n"
            + "Anything else?",
        "<think>[\"not this\"]</think>[{\"id\": \"E1\", \"date\": \"8 May, 2023\", \"event\": \"Ann"
            + " moves.\"}]",
      })
  void wordsRoundTheListDoNotMatter(String reply) {
    assertThat(read(reply)).containsExactly(MOVES);
  }

  @Test
  void aPlainListIsRead() {
    assertThat(read("Events:\n- 8 May, 2023: Ann moves.\n* **9 May, 2023** - Ann unpacks.\n"))
        .containsExactly(
            new Event("Ann moves.", "8 May, 2023", "", List.of()),
            new Event("Ann unpacks.", "9 May, 2023", "", List.of()));
    assertThat(read("1. [8 May, 2023] Ann moves.\n2) Ann unpacks."))
        .containsExactly(
            new Event("Ann moves.", "8 May, 2023", "", List.of()), Event.of("Ann unpacks."));
    assertThat(read("[\"Ann moves.\"]")).containsExactly(Event.of("Ann moves."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n ",
        "Ann moved in May and unpacked.",
        "安在五月搬家了。",
        "{\"events\": [{\"id\": \"E1\"}]}",
        "{\"events\": [{\"event\": 7}, {\"event\": \" \"}]}",
        "{\"events\": [{\"event\": \"Ann moves.\"",
        "{\"events\": [[[[[[",
        "<think>Ann moves.\n- Ann moves.",
      })
  void whatIsNoListOfEventsIsNone(String reply) {
    assertThat(EventReply.read(ReplyText.of(reply))).isEmpty();
  }

  @Test
  void ofAReplyThatWasCutOffTheWholeEventsCount() {
    String cut = "{\"events\": [{\"event\": \"Ann moves.\"}, {\"event\": \"Ann unp";
    assertThat(EventReply.read(cutOff(cut))).hasValue(List.of(Event.of("Ann moves.")));
    assertThat(EventReply.read(cutOff("{\"events\": ["))).isEmpty();
  }

  @Test
  void aHugeReplyIsReadInNoTime() {
    String deep = "{\"events\": " + "[".repeat(1_000_000);
    assertThat(EventReply.read(ReplyText.of(deep))).isEmpty();
    assertThat(read("- " + "a".repeat(1_000_000))).hasSize(1);
    assertThat(EventReply.read(ReplyText.of("x".repeat(1_000_000)))).isEmpty();
  }
}
