package dev.locomo.rag.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked, by our prompts and by the original's. */
class PromptingTest {
  private static final OwnAnnotators OWN = new OwnAnnotators("m", 700, 7, 3);
  private static final Conversation TALK = Talk.SAMPLE.conversation();

  /** Stand-ins for the original's texts, which are not part of the program. */
  private static final ReferenceAnnotators REFERENCE =
      new ReferenceAnnotators(
          Map.of(
                  "gen.CONVERSATION2FACTS_PROMPT", "FACTS PLEASE",
                  "summary.inline.query", "SUMMARY PLEASE\n",
                  "examples.fact_generation_examples_new.json",
                      "{\"input_prefix\": \"TALK: \", \"examples\":"
                          + " [{\"input\": \"in\", \"output\": {\"A\": [[\"f\", \"D4:1\"]]}}]}")
              ::get,
          "m",
          10);

  private static Ask ask(Annotator.ByModel<?> annotator, Session session) {
    return annotator.request().apply(TALK, session);
  }

  private static <T> T read(Annotator.ByModel<T> annotator, Reply reply) throws Unreadable {
    return annotator.reader().read(TALK, Talk.FIRST, ReplyText.of(reply));
  }

  @Test
  void ourPromptShowsTheTurnsWithTheirIdsAndPictures() {
    Ask ask = ask(OWN.observations(), Talk.FIRST);
    String user = ask.messages().getLast().text();
    assertThat(user)
        .contains("1:56 pm on 8 May, 2023")
        .contains(
            "[D1:2] Ben: Great! I adopted a greyhound called Comet yesterday. [picture: a dog]")
        .contains("{\"Ann Lee\": [[\"a fact\", \"D1:1\"]")
        .doesNotContain("{{");
    assertThat(ask.json()).isTrue();
    assertThat(ask.temperature()).isZero();
    assertThat(ask(OWN.summaries(), Talk.SECOND).messages().getLast().text())
        .contains("at this time: unknown");
  }

  @Test
  void theSecondRequestNamesWhatWasWrongInOneMessage() {
    var prompting = OWN.observations();
    Ask first = ask(prompting, Talk.FIRST);
    Ask again =
        prompting.repeat().next().again(first, Talk.reply("nonsense $1 {{wrong}}"), "no JSON", 1);
    assertThat(again.messages()).hasSize(2);
    assertThat(again.messages().getLast().text())
        .startsWith(first.messages().getLast().text())
        .contains("nonsense $1 {{wrong}}", "It cannot be used: no JSON");
    assertThat(
            prompting
                .repeat()
                .next()
                .again(first, Talk.reply(" "), "empty", 1)
                .messages()
                .getLast()
                .text())
        .contains("(empty)");
  }

  @Test
  void cutOffFilteredAndEmptyRepliesAreNoAnnotation() {
    var prompting = OWN.summaries();
    for (var reply :
        List.of(
            Talk.reply("half a", Reply.Finish.LENGTH),
            Talk.reply("x", Reply.Finish.FILTERED),
            Talk.reply(" \n"))) {
      assertThatThrownBy(() -> read(prompting, reply)).isInstanceOf(Unreadable.class);
    }
  }

  @Test
  void theOriginalAsksForFactsWithAnExampleInSystemMessages() throws Unreadable {
    var prompting = REFERENCE.observations();
    Ask ask = ask(prompting, Talk.FIRST);
    assertThat(ask.messages())
        .containsExactly(
            new Ask.Message(Ask.Role.SYSTEM, "FACTS PLEASE"),
            new Ask.Message(Ask.Role.USER, "TALK: in"),
            new Ask.Message(
                Ask.Role.SYSTEM,
                "{\n  \"A\": [\n    [\n      \"f\",\n      \"D4:1\"\n    ]\n  ]\n}"),
            new Ask.Message(
                Ask.Role.USER,
                "TALK: 1:56 pm on 8 May, 2023\n"
                    + "[D1:1] Ann Lee said, \"Hey! How are you?\"\n"
                    + "[D1:2] Ben said, \"Great! I adopted a greyhound called Comet yesterday.\""
                    + " and shared a dog\n"
                    + "[D1:3] Ann Lee said, \"Wow. My sister Ida moved to Oslo for a nursing"
                    + " job.\"\n"));
    assertThat(ask.temperature()).isEqualTo(1.0);
    assertThat(ask.maxTokens()).isEqualTo(500);
    assertThat(ask.json()).isFalse();
    assertThat(prompting.repeat().next().again(ask, Talk.reply("x"), "", 2).repetition())
        .isEqualTo(2);
    var facts = read(prompting, Talk.reply("json {\"Ben\": [[\"f\", \"D1:1, D1:2\"]]}\n"));
    assertThat(facts.getFirst().sources()).as("as written").containsExactly("D1:1, D1:2");
    assertThatThrownBy(() -> read(prompting, Talk.reply("```json\n{}\n```")))
        .as("the original does not know fences")
        .isInstanceOf(Unreadable.class);
  }

  @Test
  void theOriginalAsksForASummaryWithoutASpaceBeforeAnd() throws Unreadable {
    var prompting = REFERENCE.summaries();
    Ask ask = ask(prompting, Talk.FIRST);
    assertThat(ask.messages())
        .containsExactly(
            new Ask.Message(
                Ask.Role.SYSTEM,
                "SUMMARY PLEASE\n1:56 pm on 8 May, 2023\n"
                    + "Ann Lee said, \"Hey! How are you?\"\n"
                    + "Ben said, \"Great! I adopted a greyhound called Comet yesterday.\""
                    + "and shared a dog.\n"
                    + "Ann Lee said, \"Wow. My sister Ida moved to Oslo for a nursing job.\"\n\n"));
    assertThat(ask.maxTokens()).isEqualTo(256);
    assertThat(read(prompting, Talk.reply(" cut ", Reply.Finish.LENGTH))).isEqualTo(" cut ");
  }

  @Test
  void hashesTellPromptsApart() {
    assertThat(
            List.of(
                OWN.observations().hash(),
                OWN.summaries().hash(),
                REFERENCE.observations().hash(),
                REFERENCE.summaries().hash()))
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }
}
