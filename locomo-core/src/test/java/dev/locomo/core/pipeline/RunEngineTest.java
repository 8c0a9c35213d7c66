package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.stack.CostCappingLlm;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches a run that asks twice, calls an outage an answer, or ends with a false manifest. */
class RunEngineTest {
  private static final ModelSpec FIRST = ModelSpec.parse("openai:gpt-4o-mini");
  private static final ModelSpec SECOND = ModelSpec.parse("openai:gpt-4o");

  @TempDir private Path folder;
  private final ScriptedHost host = new ScriptedHost();

  private Finished<List<String>> run(Questions task) throws InterruptedException {
    return new RunEngine(host).run(task, () -> folder.resolve("run"));
  }

  private JsonNode manifest() {
    return JsonFiles.read(folder.resolve("run/manifest.json"), JsonFiles.MAPPER::readTree);
  }

  @Test
  void aRunAsksEachItemOnceAndItsManifestSaysWhatItCost() throws InterruptedException {
    var finished = run(new Questions(3, FIRST));
    assertThat(finished.ending()).isEqualTo(Ending.ALL);
    assertThat(finished.result()).containsExactly("0 question 0", "1 question 1", "2 question 2");
    assertThat(manifest().path("status").asText()).isEqualTo("complete");
    assertThat(manifest().at("/usage/calls").asInt()).isEqualTo(3);
    assertThat(manifest().at("/usage/input_tokens").asInt()).isEqualTo(30);
    assertThat(manifest().path("items").asInt()).isEqualTo(3);
  }

  @Test
  void itsSurroundingsAreToldHowItGoesOn() throws InterruptedException {
    run(new Questions(2, FIRST));
    assertThat(host.told).containsExactly("begun openai:gpt-4o-mini", "attend 2", "left", "ended");
    assertThat(host.done).containsExactly(Stage.Done.ONE, Stage.Done.ONE);
    assertThat(manifest().path("model").asText()).isEqualTo("openai:gpt-4o-mini");
    assertThat(manifest().path("ended").asBoolean()).isTrue();
    assertThat(manifest().at("/usage/provider_models/0").asText()).isEqualTo("m");
  }

  @Test
  void aRunWithoutAModelOpensNone() throws InterruptedException {
    var task =
        new Questions(1) {
          @Override
          public void describe(ObjectNode manifest, RunFolder open, Usage usage) {
            manifest.put("calls", usage.exchanges().size());
          }
        };
    assertThat(run(task).ending()).isEqualTo(Ending.ALL);
    assertThat(host.opened).hasValue(0);
    assertThat(manifest().path("model").asText()).isEqualTo("extractive");
  }

  @Test
  void aModelWithoutItsKeyIsFoundBeforeAnythingIsBegun() {
    host.withoutKey = SECOND;
    assertThatThrownBy(() -> run(new Questions(1, FIRST, SECOND)))
        .isInstanceOf(UserError.class)
        .hasMessage("no key for openai:gpt-4o");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(host.opened).hasValue(0);
  }

  @Test
  void whatFailedIsToldWithItsReasonAndTheRestAsNotTried() throws InterruptedException {
    host.provider =
        _ -> {
          throw new ProviderError(Kind.QUOTA_EXHAUSTED, "no money", null, null);
        };
    run(new Questions(2, FIRST));
    assertThat(host.done).hasSize(2).allMatch(done -> done.without() == 1);
    assertThat(host.done.getFirst().reasons()).singleElement().asString().contains("no money");
  }

  @Test
  void onePriceThatIsUnknownIsNoMatterWhereOneModelIsAskedWithoutALimit()
      throws InterruptedException {
    var unpriced = ModelSpec.parse("huggingface:nobody/knows");
    assertThat(run(new Questions(1, FIRST, unpriced)).ending()).isEqualTo(Ending.ALL);
    assertThat(host.sent).hasSize(2);
  }

  @Test
  void aResumedRunAsksOnlyWhatItHasNoReplyFor() throws InterruptedException {
    host.provider =
        ask -> {
          if (host.sent.size() > 2) {
            throw new ProviderError(Kind.KEY_REFUSED, "no", null, null);
          }
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    var first = run(new Questions(5, FIRST));
    assertThat(first.result())
        .containsExactly("0 question 0", "1 question 1", "2 failed", "3 not tried", "4 not tried");
    assertThat(first.ending().provider())
        .extracting(ProviderError::kind)
        .isEqualTo(Kind.KEY_REFUSED);
    assertThat(manifest().path("status").asText()).isEqualTo("stopped");
    host.sent.clear();
    host.provider = ask -> ScriptedHost.reply(ask.messages().getFirst().text());
    var second = run(new Questions(5, FIRST));
    assertThat(host.sent).hasSize(3).noneMatch(s -> s.endsWith("0") || s.endsWith("1"));
    assertThat(second.result()).hasSize(5).noneMatch(s -> s.contains("failed"));
    assertThat(manifest().path("starts").asInt()).isEqualTo(2);
  }

  @Test
  void stagesFollowEachOtherEachWithItsModel() throws InterruptedException {
    run(new Questions(2, FIRST, SECOND));
    assertThat(host.sent)
        .containsExactly(
            "gpt-4o-mini question 0",
            "gpt-4o-mini question 1",
            "gpt-4o question 0",
            "gpt-4o question 1");
    assertThat(host.opened).as("each model is opened once").hasValue(2);
  }

  @Test
  void whatCannotBePaidForIsNotBegun() {
    host.maxCost = new CostCappingLlm.Limit(1.0);
    var unpriced = ModelSpec.parse("huggingface:nobody/knows");
    assertThatThrownBy(() -> run(new Questions(1, FIRST, unpriced)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nobody/knows");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(host.sent).isEmpty();
  }

  @Test
  void allStagesShareWhatTheRunMayCostAndTheMessageNamesTheWholeLimit()
      throws InterruptedException {
    // A reply costs 4.5 millionths of a dollar, the second model's 0.000075; its worst case
    // 0.000190.
    host.maxCost = new CostCappingLlm.Limit(0.0002);
    var finished = run(new Questions(2, FIRST, SECOND));
    assertThat(finished.ending().provider())
        .extracting(ProviderError::getMessage)
        .asString()
        .matches(
            "the next request may cost 0\\.0001\\d* USD, and of the limit of 0\\.0002 USD"
                + " 0\\.0000\\d+ are spent");
    assertThat(host.sent).as("one of the second stage").hasSize(3);
  }

  @Test
  void aWishToStopLeavesAnInterruptedRunThatGoesOn() throws InterruptedException {
    host.stop = true;
    var finished = run(new Questions(3, FIRST));
    assertThat(finished.ending()).isEqualTo(new Ending(false, null));
    assertThat(host.sent).isEmpty();
    assertThat(manifest().path("status").asText()).isEqualTo("interrupted");
    host.stop = false;
    assertThat(run(new Questions(3, FIRST)).ending()).isEqualTo(Ending.ALL);
    assertThat(host.sent).hasSize(3);
  }

  @Test
  void aWishToStopBeginsNoOtherStage() throws InterruptedException {
    host.provider =
        ask -> {
          host.stop = host.sent.size() == 2;
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    var finished = run(new Questions(2, FIRST, SECOND));
    assertThat(finished.ending()).isEqualTo(new Ending(false, null));
    assertThat(host.sent).hasSize(2);
    assertThat(host.opened).hasValue(1);
    assertThat(manifest().path("status").asText()).isEqualTo("interrupted");
  }

  @Test
  void aRunThatIsStoppedWhileItWritesIsInterruptedToo() {
    host.provider =
        _ -> {
          throw new Stop.Stopped(new InterruptedException("stopped"));
        };
    var task =
        new Questions(1, FIRST) {
          @Override
          public List<String> finish(RunFolder open, Ending ending, ObjectNode manifest) {
            throw new Stop.Stopped(new InterruptedException("stopped"));
          }
        };
    assertThatThrownBy(() -> run(task)).isInstanceOf(Stop.Stopped.class);
    assertThat(manifest().path("status").asText()).isEqualTo("interrupted");
  }

  @Test
  void aStageThatEndsEarlyIsTheLast() throws InterruptedException {
    host.provider =
        _ -> {
          throw new ProviderError(Kind.QUOTA_EXHAUSTED, "no money", null, null);
        };
    var finished = run(new Questions(2, FIRST, SECOND));
    assertThat(finished.result()).containsExactly("0 failed", "1 not tried");
    assertThat(host.opened).hasValue(1);
  }

  @Test
  void anErrorOfTheMachineIsNotHidden() {
    host.provider =
        _ -> {
          throw new OutOfMemoryError("no room");
        };
    assertThatThrownBy(() -> run(new Questions(2, FIRST))).isInstanceOf(OutOfMemoryError.class);
    assertThat(manifest().path("status").asText()).isEqualTo("running");
    assertThat(Files.exists(folder.resolve("run/calls.jsonl"))).isTrue();
  }
}
