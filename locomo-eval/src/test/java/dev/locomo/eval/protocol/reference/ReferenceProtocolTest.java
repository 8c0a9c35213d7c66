package dev.locomo.eval.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import dev.locomo.eval.protocol.reference.ReferenceProtocol.RagMode;
import dev.locomo.eval.protocol.reference.ReferenceProtocol.Settings;
import dev.locomo.rag.passage.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferenceProtocolTest {
  private static final Conversation CONVERSATION =
      new Conversation(
          "Ann",
          "Bob",
          List.of(
              new Session(
                  1,
                  "today",
                  null,
                  List.of(
                      new Turn(new TurnId(1, 1), "Ann", "hi", null),
                      new Turn(new TurnId(1, 2), "Bob", "ho", null)))));

  private static Settings settings(String model, int batchSize, @Nullable RagMode mode) {
    return new Settings(
        ReferenceModel.of(ModelSpec.parse(model)),
        batchSize,
        mode,
        SpeakerOrder.A_B,
        0,
        String::length);
  }

  private static ReferenceProtocol protocol(String model, int batchSize) {
    return new ReferenceProtocol(settings(model, batchSize, null), GoldenRun.prompts());
  }

  private static Probe probe(int index, Category category) {
    String trap = category.unanswerable() ? "trap" + index : null;
    return new Probe(new QuestionId("s", index), "q" + index, category, trap, trap);
  }

  private static List<Asked> asked(int... indices) {
    var probes = new ArrayList<Probe>();
    for (int i : indices) {
      probes.add(probe(i, BenchmarkProfile.LOCOMO.category(4)));
    }
    return List.of(new Asked("s", CONVERSATION, probes, null));
  }

  private static String prompt(Call call) {
    return call.ask().messages().getLast().text();
  }

  @Test
  void windowsAreFixedRangesAndTheirMissingQuestionsAreRenumbered() {
    var calls = protocol("gpt-4-turbo", 10).calls(asked(3, 8, 12, 25)).toList();
    assertThat(calls).hasSize(3);
    assertThat(prompt(calls.get(0))).endsWith("\n0: q3\n1: q8");
    assertThat(prompt(calls.get(1))).endsWith("\n0: q12");
    assertThat(prompt(calls.get(2))).endsWith("\n0: q25");
  }

  @Test
  void onlyAdversarialQuestionsDraw() {
    var probes =
        List.of(
            probe(0, BenchmarkProfile.LOCOMO.category(2)),
            probe(1, BenchmarkProfile.LOCOMO.category(5)),
            probe(2, BenchmarkProfile.LOCOMO.category(4)),
            probe(3, BenchmarkProfile.LOCOMO.category(5)),
            probe(4, BenchmarkProfile.LOCOMO.category(5)));
    var plan = List.of(new Asked("s", CONVERSATION, probes, null));
    var calls = protocol("gpt-4-turbo", 1).calls(plan).toList();
    // The first draws of seed 0 are 0.84, 0.76, 0.42.
    assertThat(options(calls.get(1)).a()).isEqualTo("trap1");
    assertThat(options(calls.get(3)).a()).isEqualTo("trap3");
    assertThat(options(calls.get(4)).b()).isEqualTo("trap4");
  }

  private static Worded.Options options(Call call) {
    return Objects.requireNonNull(((ReferenceCall) call).questions().getFirst().options());
  }

  @Test
  void aQuestionWithBracesIsAskedAsItStands() {
    var wording = new Worded.Wording(GoldenRun.prompts(), false, () -> 0.9);
    var odd =
        new Probe(new QuestionId("s", 0), "{x}?", BenchmarkProfile.LOCOMO.category(5), "t", "t");
    assertThat(wording.of(odd).text()).startsWith("{x}? ").contains("(a) t (b) ");
  }

  @Test
  void retrievedTextStandsAloneAndItsIdsAreRecorded() throws Exception {
    var passages =
        List.of(
            new Passage("best", "d1", 1, List.of("D1:1, D1:2")),
            new Passage("next", "d2", 2, List.of("D2:1", "D2:2")));
    var plan =
        List.of(
            new Asked(
                "s",
                CONVERSATION,
                List.of(probe(0, BenchmarkProfile.LOCOMO.category(4))),
                any -> passages));
    var protocol =
        new ReferenceProtocol(settings("gpt-3.5-turbo", 1, RagMode.DIALOG), GoldenRun.prompts());
    var call = protocol.calls(plan).findFirst().orElseThrow();
    assertThat(prompt(call)).startsWith("d1: best\nd2: next\n\n\n");
    assertThat(call.answer(GoldenRun.saying(" yes ")))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.text()).isEqualTo("yes");
          assertThat(a.context()).containsExactly("D1:1", "D1:2", "D2:1", "D2:2");
        });
  }

  @Test
  void theHashFollowsEverySetting() {
    assertThat(protocol("gpt-4-turbo", 10).hash())
        .isEqualTo(protocol("gpt-4-turbo", 10).hash())
        .isNotEqualTo(protocol("gpt-4-turbo", 20).hash())
        .isNotEqualTo(protocol("gpt-3.5-turbo", 10).hash());
  }

  @Test
  void whatTheOriginalRefusesIsRefused() {
    var prompts = GoldenRun.prompts();
    assertThatThrownBy(
            () -> new ReferenceProtocol(settings("gpt-3.5-turbo", 10, RagMode.SUMMARY), prompts))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(
            () -> new ReferenceProtocol(settings("claude-haiku", 1, RagMode.DIALOG), prompts))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> new ReferenceProtocol(settings("gemma-7b-it", 2, null), prompts))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> new ReferenceProtocol(settings("gpt-4o", 1, null), prompts))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no token limit for 'gpt-4o'");
  }

  @Test
  void theNameChoosesTheCodePath() {
    assertThat(ReferenceModel.of(ModelSpec.parse("gpt-3.5-turbo-16k")))
        .isEqualTo(new ReferenceModel("gpt-3.5-turbo-16k", "gpt-3.5-turbo", 16000, Family.GPT));
    assertThat(ReferenceModel.of(ModelSpec.parse("mistral-instruct-7b-32k-v2")).family())
        .isEqualTo(Family.MISTRAL);
    assertThat(ReferenceModel.of(ModelSpec.parse("ollama:gemma2")).family())
        .isEqualTo(Family.GEMMA);
    assertThatThrownBy(() -> ReferenceModel.of(ModelSpec.parse("extractive")))
        .isInstanceOf(UserError.class);
  }
}
