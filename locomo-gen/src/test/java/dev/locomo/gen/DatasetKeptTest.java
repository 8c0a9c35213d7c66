package dev.locomo.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
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
    var left = new int[] {12};
    var stopped =
        run.start(
            "again",
            ask -> {
              if (left[0]-- == 0) {
                throw down();
              }
              return WrittenRun.reply(WriterServer.rule(ask.messages().getFirst().text()));
            });
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
    var left = new int[] {15};
    many.start(
        "more",
        ask -> {
          if (left[0]-- <= 0) {
            throw down();
          }
          return WrittenRun.reply(WriterServer.rule(ask.messages().getFirst().text()));
        });
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
  void aFileThatIsNoDataSetIsNamedAndNotReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("dataset.json"), "{\"mine\": 1}");
    assertThatThrownBy(() -> run.start("second"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("dataset.json");
    assertThat(file).hasContent("{\"mine\": 1}");
  }
}
