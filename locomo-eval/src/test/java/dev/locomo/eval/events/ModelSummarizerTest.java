package dev.locomo.eval.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Event;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.python.PythonText;
import dev.locomo.eval.events.ModelSummarizer.Parts;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import dev.locomo.eval.facts.Script;
import dev.locomo.eval.predict.Outcome;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class ModelSummarizerTest {
  private static final ToIntFunction<String> WORDS = text -> PythonText.split(text).size();

  private final Script script = new Script();

  private static ModelSummarizer.Form form(int window, boolean links) {
    return new ModelSummarizer.Form("m", window, 200, 7, links);
  }

  private static ModelSummarizer whole() {
    return new ModelSummarizer(form(Integer.MAX_VALUE, false), false, WORDS);
  }

  private static ModelSummarizer incremental() {
    return new ModelSummarizer(form(Integer.MAX_VALUE, false), true, WORDS);
  }

  private static String user(Ask ask) {
    return ask.messages().getLast().text();
  }

  /** A changed prompt is a new version: a new file, and a new number in its name. */
  @Test
  void promptsHaveTheHashOfTheirVersion() {
    assertThat(whole().hash()).startsWith("5e38e619b433");
    assertThat(whole().id()).isEqualTo("events@1, whole");
    assertThat(incremental().id()).isEqualTo("events@1, incremental");
  }

  @Test
  void theWholeConversationIsOneRequestWithoutAnyGold() throws InterruptedException {
    script.otherwise = "{\"events\": [{\"date\": \"8 May, 2023\", \"event\": \"Ann sells all.\"}]}";
    var summary = whole().summarize(Small.ann(), script);
    assertThat(summary)
        .isEqualTo(
            new ToldEvents(
                Outcome.ANSWERED,
                List.of(new Event("Ann sells all.", "8 May, 2023", "E1", List.of())),
                ""));
    Ask ask = script.asked.getFirst();
    assertThat(user(ask))
        .startsWith("## Session 1, 1:00 pm on 8 May, 2023\nAnn: I sold my bakery")
        .contains("## Session 3")
        .contains("events in the life of Ann.")
        .doesNotContain("sells her bakery", "{{");
    assertThat(ask.messages().getFirst().text())
        .contains("chat between Ann and Ben")
        .doesNotContain("caused_by", "{{");
    assertThat(ask.maxTokens()).isEqualTo(200);
    assertThat(ask.seed()).isEqualTo(7);
    assertThat(ask.json()).isTrue();
  }

  @Test
  void causesAreAskedForWhereTheyCanBeScored() throws InterruptedException {
    new ModelSummarizer(form(Integer.MAX_VALUE, true), false, WORDS).summarize(Small.ann(), script);
    assertThat(script.asked.getFirst().messages().getFirst().text())
        .contains("\n- What led to it:")
        .contains("caused_by");
  }

  @Test
  void sessionBySessionTheListSoFarIsShownAndGoesOn() throws InterruptedException {
    script.replies.put(
        "summarize/small-1/Ann/1",
        "{\"events\": [{\"id\": \"E1\", \"date\": \"8 May, 2023\", \"event\": \"Ann sells.\"}]}");
    script.replies.put("summarize/small-1/Ann/2", "{\"events\": []}");
    script.replies.put(
        "summarize/small-1/Ann/3",
        "{\"events\": [{\"id\": \"E2\", \"event\": \"Ann marries.\", \"caused_by\": [\"E1\"]}]}");
    var summary = incremental().summarize(Small.ann(), script);
    assertThat(summary.events())
        .containsExactly(
            new Event("Ann sells.", "8 May, 2023", "E1", List.of()),
            new Event("Ann marries.", "", "E2", List.of("E1")));
    assertThat(script.asked).hasSize(3);
    assertThat(user(script.asked.getFirst()))
        .contains("already written down:\n(none yet)")
        .contains("## Session 1")
        .doesNotContain("## Session 2")
        .endsWith("Ids go on with E1.");
    assertThat(user(script.asked.get(2)))
        .contains("already written down:\nE1. [8 May, 2023] Ann sells.\n")
        .contains("## Session 3")
        .endsWith("Ids go on with E2.");
    assertThat(incremental().plan(Small.ann())).hasSize(3);
  }

  @Test
  void anUnreadableReplyIsAskedForOnceMoreAndThenFails() throws InterruptedException {
    script.replies.put("summarize/small-1/Ann/1", "I would rather not.");
    script.otherwise = "{\"events\": []}";
    assertThat(whole().summarize(Small.ann(), script).outcome()).isEqualTo(Outcome.EMPTY);
    assertThat(script.asked.get(1).repetition()).isEqualTo(1);

    script.replies.put("summarize/small-1/Ann/1/again", "");
    var summary = incremental().summarize(Small.ann(), script);
    assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(summary.reason()).startsWith("unreadable reply: ").endsWith("found nothing");
    assertThat(summary.usable()).isFalse();
    assertThat(script.steps).hasSize(4).endsWith("summarize/small-1/Ann/1/again");
  }

  @Test
  void ofACutOffReplyTheWholeEventsCountAndItIsSaid() throws InterruptedException {
    script.finish = Reply.Finish.LENGTH;
    script.otherwise = "{\"events\": [{\"event\": \"Ann sells.\"}, {\"eve";
    var summary = whole().summarize(Small.ann(), script);
    assertThat(summary.outcome()).isEqualTo(Outcome.CUT_OFF);
    assertThat(summary.usable()).isTrue();
    assertThat(summary.events()).hasSize(1);

    script.otherwise = "words without end words without end";
    var endless = whole().summarize(Small.ann(), script);
    assertThat(endless.outcome()).isEqualTo(Outcome.CUT_OFF);
    assertThat(endless.usable()).isFalse();
  }

  @Test
  void aFilteredReplyIsCalledThat() throws InterruptedException {
    script.finish = Reply.Finish.FILTERED;
    assertThat(whole().summarize(Small.ann(), script).outcome()).isEqualTo(Outcome.FILTERED);
  }

  @Test
  void whetherAConversationFitsIsCounted() {
    var units = Small.units(Small.data());
    assertThat(ModelSummarizer.fits(form(Integer.MAX_VALUE, false), units, WORDS)).isTrue();
    assertThat(ModelSummarizer.fits(form(1000, false), units, WORDS)).isTrue();
    assertThat(ModelSummarizer.fits(form(600, false), units, WORDS)).isFalse();
  }

  @Test
  void aSessionThatIsTooLongIsReadInPartsAndATooSmallWindowRefused() {
    var conversation = Small.ann().conversation();
    assertThat(Parts.of(conversation, 100, WORDS)).hasSize(3);
    var parts = Parts.of(conversation, 12, WORDS);
    assertThat(parts).hasSize(6);
    assertThat(parts.get(1)).isEqualTo("## Session 1, 1:00 pm on 8 May, 2023\nBen: Great.\n");
    assertThatThrownBy(() -> new ModelSummarizer(form(500, false), true, WORDS).plan(Small.ann()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a window of 500 tokens is too small");
  }
}
