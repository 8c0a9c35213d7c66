package dev.locomo.gen.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.llm.Reply;
import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.sample.LifeEvent;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReplyTest {
  private static final DateSpan SPRING =
      new DateSpan(LocalDate.of(2023, 3, 1), LocalDate.of(2023, 5, 31));
  private static final List<LifeEvent> KNOWN =
      List.of(new LifeEvent("E1", "Buys a boat.", LocalDate.of(2023, 3, 5), List.of()));

  private static EventReply.Read read(String json, boolean last) throws Unreadable {
    return new EventReply(SPRING, KNOWN).read(new ReplyText(json, Reply.Finish.STOP, last));
  }

  private static String event(String id, String date, String cause) {
    return "{\"Id\": \"%s\", \"sub-event\": \"Sails.\", \"time\": \"%s\", \"caused_by\": [\"%s\"]}"
        .formatted(id, date, cause);
  }

  @Test
  void theOriginalsSpellingsAndFencesAreRead() throws Unreadable {
    var read =
        read("```json\n{\"events\": [" + event("e2", "7 April, 2023", "e1") + "]}\n```", false);
    assertThat(read.repairs()).isZero();
    assertThat(read.events())
        .containsExactly(new LifeEvent("E2", "Sails.", LocalDate.of(2023, 4, 7), List.of("E1")));
  }

  @Test
  void eachRuleIsNamedAndInTheEndRepaired() throws Unreadable {
    String bad =
        "["
            + String.join(
                ",",
                event("E1", "2023-04-01", "E1"),
                event("E2", "2023-06-01", "E1"),
                event("E3", "2023-02-30", "E1"),
                event("E4", "2023-04-02", "E9"),
                event("E5", "2023-03-05", "E1"),
                event("E6", "2023-04-08", "E4"))
            + "]";
    assertThatThrownBy(() -> read(bad, false))
        .hasMessageContaining("E1 is already the id of another event")
        .hasMessageContaining("is not between 2023-03-01 and 2023-05-31")
        .hasMessageContaining("E3 has no \"date\"");
    var repaired = read(bad, true);
    assertThat(repaired.repairs()).isEqualTo(5);
    assertThat(repaired.events()).extracting(LifeEvent::id).containsExactly("E4", "E5", "E6");
    assertThat(repaired.events())
        .extracting(LifeEvent::causes)
        .containsExactly(List.of(), List.of(), List.of("E4"));
  }

  @Test
  void standaloneEventsAreDropped() {
    var date = LocalDate.of(2023, 4, 1);
    var events =
        List.of(
            new LifeEvent("E1", "a", date, List.of()),
            new LifeEvent("E2", "b", date, List.of()),
            new LifeEvent("E3", "c", date.plusDays(1), List.of("E1")));
    assertThat(EventWriter.connected(events)).extracting(LifeEvent::id).containsExactly("E1", "E3");
  }
}
