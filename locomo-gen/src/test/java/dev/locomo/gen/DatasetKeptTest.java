package dev.locomo.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.JsonLines;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.gen.plan.QuestionPlan;
import dev.locomo.gen.plan.Stages;
import dev.locomo.gen.safety.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data set is replaced only by one that holds what it held. */
class DatasetKeptTest {
  @TempDir private Path folder;
  private WrittenRun run;

  @BeforeEach
  void threeSessions() throws Exception {
    run = new WrittenRun(folder);
    run.sessions = 3;
    run.start("first");
    assertThat(run.conversation().has("session_3")).isTrue();
  }

  private static ProviderError down() {
    return new ProviderError(Kind.UNAVAILABLE, "down", null, null);
  }

  /** Answers by rule so many times. */
  private static ChatLlm downAfter(int[] left) {
    return ask -> {
      if (left[0]-- <= 0) {
        throw down();
      }
      return WrittenRun.reply(WriterServer.rule(ask.messages().getFirst().text()));
    };
  }

  @Test
  void aModelThatDoesNotAnswerLeavesTheSessionsThatWereThere() throws Exception {
    JsonNode before = run.dataset();
    run.sessions = 4;
    var ended =
        run.start(
            "second",
            _ -> {
              throw down();
            });
    assertThat(ended.ending().all()).isFalse();
    assertThat(run.dataset()).isEqualTo(before);

    assertThat(run.start("second").one().whole()).isTrue();
    assertThat(run.conversation().has("session_4")).as("it goes on later").isTrue();
    assertThat(run.conversation().path("session_3"))
        .isEqualTo(before.path(0).path("conversation").path("session_3"));
  }

  @Test
  void aModerationServiceThatIsDownLeavesTheSessionsThatWereThere() throws Exception {
    JsonNode before = run.dataset();
    run.sessions = 4;
    run.filter =
        new Filter(
            List.of(),
            _ -> {
              throw down();
            });
    assertThat(run.start("second").one().problem()).startsWith("unavailable: ");
    assertThat(run.dataset()).isEqualTo(before);
  }

  @Test
  void sessionsMadeAgainReplaceTheOldOnesOnlyWhenAllAreMade() throws Exception {
    JsonNode before = run.dataset();
    run.stages = new Stages(true, true, true, true, true, new Stages.Again(false, false, true));
    run.seed = 5;
    var stopped = run.start("again", downAfter(new int[] {12}));
    assertThat(stopped.one().sample()).as("one session is made again").isNotNull();
    assertThat(run.dataset()).isEqualTo(before);

    assertThat(run.start("again").one().whole()).isTrue();
    assertThat(run.dataset()).isNotEqualTo(before);
  }

  @Test
  void conversationsThatWereNotReachedStayAndNewOnesComeInOrder() throws Exception {
    var many = new WrittenRun(folder.resolve("many"));
    many.count = 11;
    many.start("run");
    JsonNode before = many.dataset();
    assertThat(before).hasSize(11);
    assertThat(before.path(1).path("sample_id").asText()).isEqualTo("gen-2");

    many.count = 3;
    many.sessions = 3;
    many.start("more", downAfter(new int[] {15}));
    JsonNode now = many.dataset();
    assertThat(now).hasSize(11);
    assertThat(now.path(0).path("conversation").has("session_3")).isTrue();
    assertThat(now.path(1)).as("stopped half-way").isEqualTo(before.path(1));
    assertThat(now.path(10)).as("not in this run").isEqualTo(before.path(10));
  }

  @Test
  void questionsStayWhenNoneAreAskedForAndGoWithSessionsThatAreMadeAgain() throws Exception {
    run.questions = new QuestionPlan(1, true, 0.5);
    run.start("asked");
    JsonNode asked = run.dataset().path(0).path("qa");
    assertThat(asked).isNotEmpty();

    run.questions = QuestionPlan.NONE;
    run.sessions = 4;
    run.start("more");
    assertThat(run.conversation().has("session_4")).isTrue();
    assertThat(run.dataset().path(0).path("qa")).isEqualTo(asked);

    run.stages = new Stages(true, true, true, true, true, new Stages.Again(false, false, true));
    run.script = prompt -> prompt.startsWith("You are ") ? "Something else was said." : "";
    run.start("again");
    assertThat(run.dataset().path(0).path("qa")).isEmpty();
  }

  @Test
  void moreQuestionsOfTheSameSessionsStayAndItIsSaid() throws Exception {
    run.questions = new QuestionPlan(1, false, 0.5);
    run.start("asked");
    JsonNode asked = run.dataset().path(0).path("qa");
    run.questions = new QuestionPlan(1, true, 0.9);
    run.script =
        prompt ->
            prompt.contains("Messages of a chat") && !prompt.contains("probably")
                ? "who knows"
                : "";
    var stricter = run.start("stricter");
    assertThat(stricter.report().at("/each/0/questions").asInt()).isOne();
    assertThat(run.dataset().path(0).path("qa")).isEqualTo(asked).hasSize(5);
    assertThat(JsonLines.read(folder.resolve("questions.jsonl"))).hasSize(5);
    assertThat(stricter.report().path("kept").path(0).asText())
        .isEqualTo("5 questions of gen-1; this run has 1");
  }

  @Test
  void anOlderRunThatGoesOnReplacesNothingByLess() throws Exception {
    var other = new WrittenRun(folder.resolve("older"));
    other.sessions = 2;
    var left = new int[] {20};
    other.start("older", downAfter(left));
    other.sessions = 4;
    other.start("newer");
    JsonNode before = other.dataset();
    JsonNode agent = other.json("agent_b.json");
    assertThat(before.path(0).path("conversation").has("session_4")).isTrue();

    other.sessions = 2;
    var older = other.start("older");
    assertThat(older.one().whole()).isTrue();
    assertThat(other.dataset()).isEqualTo(before);
    assertThat(other.json("agent_b.json")).isEqualTo(agent);
    assertThat(folder.resolve("older/sessions.html")).content().contains("Session 4");
    assertThat(older.report().path("kept").path(0).asText())
        .isEqualTo(
            "gen-1 with 4 sessions of Ada and Ben and 0 questions; this run has 2 sessions of Ada"
                + " and Ben and 0 questions");
  }

  @Test
  void agentsThatAreMadeAgainStayUntilTheNewOnesAreWhole() throws Exception {
    JsonNode before = run.json("agent_a.json");
    run.stages = new Stages(true, true, true, true, true, new Stages.Again(true, true, true));
    run.start("again", downAfter(new int[] {12}));
    assertThat(run.json("agent_a.json")).isEqualTo(before);
    run.script = prompt -> prompt.startsWith("You are ") ? "Something else was said." : "";
    assertThat(run.start("again").one().whole()).isTrue();
    assertThat(run.json("agent_a.json").path("session_3")).isNotEqualTo(before.path("session_3"));
    assertThat(run.dataset().toString()).contains("Something else was said.");
  }

  @Test
  void aConversationOfOthersDoesNotTakeThePlaceOfOne() throws Exception {
    JsonNode before = run.dataset();
    run.count = 2;
    run.script = prompt -> WriterServer.rule(prompt).replace("Ada", "Cleo");
    var ended = run.start("two");
    assertThat(run.dataset().path(0)).isEqualTo(before.path(0));
    assertThat(run.dataset().path(1).path("sample_id").asText()).isEqualTo("gen-2");
    assertThat(ended.report().path("kept").path(0).asText())
        .startsWith("gen-1 with 3 sessions of Ada and Ben and 0 questions; this run has 3");
  }

  @Test
  void whatWasAddedToASampleStays() throws Exception {
    ArrayNode data = (ArrayNode) run.dataset();
    ((ObjectNode) data.get(0)).put("mine", 7).putObject("session_summary");
    Files.writeString(folder.resolve("dataset.json"), data.toString());
    run.sessions = 4;
    run.start("more");
    assertThat(run.dataset().path(0).path("mine").asInt()).isEqualTo(7);
    assertThat(run.dataset().path(0).path("session_summary")).hasSize(4);

    String same = Files.readString(folder.resolve("dataset.json"));
    run.start("more");
    assertThat(folder.resolve("dataset.json")).hasContent(same);
  }

  @Test
  void samplesWithOneIdAreNoDataSet() throws Exception {
    ArrayNode data = (ArrayNode) run.dataset();
    Files.writeString(folder.resolve("dataset.json"), data.add(data.get(0)).toString());
    assertThatThrownBy(() -> run.start("second"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/1/sample_id")
        .hasMessageContaining("found 'gen-1'");
  }

  @Test
  void aFileThatIsNoDataSetIsNamedAndNotReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("dataset.json"), "{\"mine\": 1}");
    assertThatThrownBy(() -> run.start("second"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("dataset.json");
    assertThat(file).hasContent("{\"mine\": 1}");
  }
}
