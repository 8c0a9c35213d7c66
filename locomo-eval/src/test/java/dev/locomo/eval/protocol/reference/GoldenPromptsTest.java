package dev.locomo.eval.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.text.Cl100k;
import dev.locomo.eval.protocol.reference.ContextText.Cut;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request of the recorded runs. A context in the wrong order, a wrong cut, a draw too many, a
 * missing space: each fails here.
 */
class GoldenPromptsTest {
  static List<String> runs() throws Exception {
    return GoldenRun.names().toList();
  }

  @Test
  void thereAre24Runs() throws Exception {
    assertThat(runs()).hasSize(24);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void requestsAreTheOriginalsByteForByte(String name) {
    var run = GoldenRun.read(name);
    var calls = run.calls();
    assertThat(calls).hasSameSizeAs(run.requests());
    for (int i = 0; i < calls.size(); i++) {
      var expected = run.requests().get(i);
      var call = calls.get(i);
      assertThat(call.probes().stream().map(p -> p.id().index()))
          .isEqualTo(ints(expected.get("idxs")));
      var ask = call.ask();
      assertThat(Sha256.of(ask.messages().getLast().text()))
          .as(name + " request " + i)
          .isEqualTo(expected.get("sha256").textValue());
      assertParameters(ask, expected);
    }
  }

  private static List<Integer> ints(JsonNode array) {
    return array.valueStream().map(JsonNode::intValue).toList();
  }

  private static void assertParameters(Ask ask, JsonNode expected) {
    var api = expected.get("api");
    if (expected.has("chat_roles")) {
      assertThat(ask.messages().stream().map(m -> m.role().name().toLowerCase(Locale.ROOT)))
          .isEqualTo(expected.get("chat_roles").valueStream().map(JsonNode::textValue).toList());
      assertThat(ask.messages().stream().map(m -> Sha256.of(m.text())))
          .isEqualTo(expected.get("chat_sha256").valueStream().map(JsonNode::textValue).toList());
    } else {
      assertThat(ask.messages()).hasSize(1);
      assertThat("models/" + ask.model()).endsWith(api.get("model").textValue());
      assertThat(ask.messages().getFirst().role().name().toLowerCase(Locale.ROOT))
          .isEqualTo(api.path("role").asText("user"));
    }
    assertThat(ask.temperature())
        .isEqualTo(api.has("temperature") ? api.get("temperature").doubleValue() : null);
    assertThat(ask.topP()).isEqualTo(api.has("top_p") ? api.get("top_p").doubleValue() : null);
    int tokens = api.path("max_tokens").asInt(api.path("max_new_tokens").asInt());
    assertThat(ask.maxTokens()).isEqualTo(tokens == 0 ? null : Integer.valueOf(tokens));
    assertThat(ask.repetition()).isZero();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void adversarialOptionsAreDrawnAsRecorded(String name) {
    var run = GoldenRun.read(name);
    var calls = run.calls();
    for (int i = 0; i < calls.size(); i++) {
      var first =
          ((ReferenceCall) calls.get(i))
              .questions().stream().filter(q -> q.options() != null).toList();
      var recorded = run.requests().get(i).get("cat5");
      assertThat(first).hasSize(recorded.size());
      for (int k = 0; k < first.size(); k++) {
        var options = Objects.requireNonNull(first.get(k).options());
        assertThat(first.get(k).probe().id().index())
            .isEqualTo(recorded.get(k).get("idx").intValue());
        boolean noneIsA = recorded.get(k).get("not_mentioned_is").textValue().equals("a");
        assertThat(noneIsA ? options.a() : options.b())
            .isIn("Not mentioned in the conversation", "No information available");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theConversationIsCutWhereTheOriginalCutsIt(String name) {
    var run = GoldenRun.read(name);
    if (run.rag()) {
      return;
    }
    Family family = run.settings().model().family();
    var block = new QuestionBlock(GoldenRun.prompts(), family);
    int i = 0;
    for (var asked : run.plan()) {
      var base = new ConversationBase(asked, run.settings(), GoldenRun.prompts());
      for (var call : run.protocol().calls(run.plan()).toList()) {
        var questions = ((ReferenceCall) call).questions();
        if (!questions.getFirst().probe().id().sample().equals(asked.sample())) {
          continue;
        }
        var layout = run.requests().get(i++).get("layout");
        assertThat(base.cut(block.counted(questions)))
            .isEqualTo(
                new Cut(layout.get("sessions").intValue(), layout.get("kept_in_last").intValue()));
      }
    }
    assertThat(i).isEqualTo(run.requests().size());
  }

  @Test
  void promptsHaveTheRecordedNumberOfTokens() {
    var run = GoldenRun.read("gpt-3.5-turbo-16k_b10");
    var calls = run.calls();
    for (int i = 0; i < calls.size(); i++) {
      assertThat(new Cl100k().count(calls.get(i).ask().messages().getFirst().text()))
          .isEqualTo(run.requests().get(i).get("n_tokens_cl100k").intValue());
    }
  }
}
