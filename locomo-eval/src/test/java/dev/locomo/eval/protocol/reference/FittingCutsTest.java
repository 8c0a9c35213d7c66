package dev.locomo.eval.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.text.Cl100k;
import dev.locomo.eval.protocol.reference.ContextText.Cut;
import dev.locomo.eval.protocol.reference.ContextText.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Two sessions of two turns, small enough to count by hand. */
class FittingCutsTest {
  /** Every character is a token. */
  private static final ToIntFunction<String> CHARACTERS = String::length;

  private static Conversation conversation(String speaker) {
    var sessions = new ArrayList<Session>();
    for (int s = 1; s <= 2; s++) {
      var image = s == 1 ? new SharedImage("a cat", null, List.of()) : null;
      sessions.add(
          new Session(
              s,
              "day " + s,
              null,
              List.of(
                  new Turn(new TurnId(s, 1), speaker, "one", image),
                  new Turn(new TurnId(s, 2), speaker, "two", null))));
    }
    return new Conversation("A", "B", sessions);
  }

  @Test
  void theNewestSessionStandsFirst() {
    var context = new ContextText(conversation("A"), Style.GPT);
    assertThat(context.text(context.whole()))
        .isEqualTo(
            """
            DATE: day 2
            CONVERSATION:
            A said, "one"

            A said, "two"

            DATE: day 1
            CONVERSATION:
            A said, "one"
             and shared a cat.
            A said, "two"





            """);
    var other = new ContextText(conversation("A"), Style.LOCAL);
    assertThat(other.text(new Cut(1, 1)))
        .isEqualTo("\nDATE: day 1\nCONVERSATION:\nA said, \"two\"\n\n");
  }

  @Test
  void aCutKeepsTheOldestSessionsAndTheLatestTurns() {
    var context = new ContextText(conversation("A"), Style.GPT);
    assertThat(context.text(new Cut(1, 0))).isEqualTo("DATE: day 1\nCONVERSATION:\n\n\n");
    assertThat(context.text(new Cut(2, 1)))
        .startsWith("DATE: day 2\nCONVERSATION:\nA said, \"two\"\n\nDATE: day 1\n");
  }

  @Test
  void aTurnFitsWhenItNeedsFewerTokensThanThereIsRoom() {
    // Header 26, turns 15 and 33 (with picture) in session 1, 15 and 15 in session 2.
    // Needs: 26+15+2 = 43; 26+33+(2+15) = 76; 26+15+(26+48+4) = 119; 26+15+(93) = 134.
    var context = new ContextText(conversation("A"), Style.GPT);
    var cuts = FittingCuts.of(context, false, CHARACTERS);
    assertThat(cuts.within(43)).isEqualTo(new Cut(1, 0));
    assertThat(cuts.within(44)).isEqualTo(new Cut(1, 1));
    assertThat(cuts.within(77)).isEqualTo(new Cut(2, 0));
    assertThat(cuts.within(120)).isEqualTo(new Cut(2, 1));
    assertThat(cuts.within(134)).isEqualTo(new Cut(2, 1));
    assertThat(cuts.within(135)).isEqualTo(context.whole());
    assertThat(cuts.within(-5)).isEqualTo(new Cut(1, 0));
  }

  @Test
  void localModelsForgetHeadersAndTrailingNewlines() {
    // Needs: 26+15 = 41; 26+33+15 = 74; 26+15+48 = 89; 26+15+63 = 104.
    var cuts = FittingCuts.of(new ContextText(conversation("A"), Style.LOCAL), true, CHARACTERS);
    assertThat(cuts.within(41)).isEqualTo(new Cut(1, 0));
    assertThat(cuts.within(89)).isEqualTo(new Cut(2, 0));
    assertThat(cuts.within(104)).isEqualTo(new Cut(2, 1));
    assertThat(cuts.within(105)).isEqualTo(new Cut(2, 2));
  }

  /** The quick count would be wrong for speakers such as this one, so it is not used for them. */
  @Test
  void bothWaysOfCountingAgreeWhereBothApply() {
    ToIntFunction<String> cl100k = new Cl100k()::count;
    var additive = new RunningCount.Additive(cl100k);
    var whole = new RunningCount.Whole(cl100k);
    for (var running : List.of(additive, whole)) {
      running.session();
      running.above("Bo said, \"1.\"\n shared x.\n", false);
      running.above("Al said, \"hm  \"\n\n", false);
      running.above("DATE: 1\nCONVERSATION:\n", true);
      running.session();
      running.above("7 said, \"...\"\n\n", false);
    }
    assertThat(additive.tokens()).isEqualTo(whole.tokens());
    var odd = new ContextText(conversation("\n X"), Style.GPT);
    var cuts = FittingCuts.of(odd, false, CHARACTERS);
    assertThat(cuts.within(10_000)).isEqualTo(odd.whole());
  }

  @Test
  void anEmptyConversationHasNothingToCut() {
    var context = new ContextText(new Conversation("A", "B", List.of()), Style.GPT);
    assertThat(context.text(FittingCuts.of(context, false, CHARACTERS).within(0))).isEmpty();
  }
}
