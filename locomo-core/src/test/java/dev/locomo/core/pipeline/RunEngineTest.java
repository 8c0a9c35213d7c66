package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.stack.CostCappingLlm;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.StackSettings;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches a run that asks twice, calls an outage an answer, or ends with a false manifest. */
class RunEngineTest {
  private static final ModelSpec FIRST = ModelSpec.parse("openai:gpt-4o-mini");
  private static final ModelSpec SECOND = ModelSpec.parse("openai:gpt-4o");

  @TempDir private Path folder;
  private final List<String> sent = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private Function<Ask, Reply> provider = ask -> reply(ask.messages().getFirst().text());
  private boolean stop;
  private CostCappingLlm.@Nullable Limit maxCost;

  private static Reply reply(String text) {
    return new Reply(text, Reply.Finish.STOP, 10, 5, "m", null, Duration.ZERO, false);
  }

  private final class Host implements RunHost {
    @Override
    public LlmStack open(ModelSpec model) {
      opened.incrementAndGet();
      return LlmStack.open(
          model,
          model.id(),
          () ->
              ask -> {
                synchronized (sent) {
                  sent.add(model.model() + " " + ask.messages().getFirst().text());
                }
                return provider.apply(ask);
              },
          StackSettings.standard(_ -> {})
              .withRetry(RetryPolicy.NEVER)
              .withLimits(new StackSettings.Limits(1, null, null, maxCost)));
    }

    @Override
    public LlmStack openFree(ModelSpec model) {
      return open(model);
    }

    @Override
    public int concurrency(@Nullable ModelSpec model) {
      return 1;
    }

    @Override
    public Prices prices() {
      return Prices.builtIn();
    }

    @Override
    public boolean limitsCost() {
      return maxCost != null;
    }

    @Override
    public RunListener listener() {
      return RunListener.NONE;
    }

    @Override
    public Attendance attend(int pieces) {
      return new Attendance() {
        @Override
        public void done(Stage.Done done) {}

        @Override
        public boolean stopWanted() {
          return stop;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void describe(ObjectNode manifest, String subject) {
      manifest.put("model", subject);
    }

    @Override
    public void begun(RunFolder open, ObjectNode manifest, String subject) {}

    @Override
    public void ended(ObjectNode manifest) {}

    @Override
    public void close() {}
  }

  /** Asks one question an item; two stages where two models are named. */
  private class Questions implements Task<List<String>> {
    private final List<ModelSpec> models;
    private final int items;
    private final List<String> outcomes = new ArrayList<>();

    private Questions(int items, ModelSpec... models) {
      this.items = items;
      this.models = List.of(models);
    }

    @Override
    public RunSpec spec() {
      return new RunSpec("questions", List.of(), new TreeMap<>(), new TreeMap<>());
    }

    @Override
    public void describe(ObjectNode manifest) {
      manifest.put("items", items);
    }

    @Override
    public List<ModelSpec> models() {
      return models;
    }

    @Override
    public int size(RunFolder open) {
      return items;
    }

    @Override
    public Iterator<Stage<?>> stages(RunFolder open) {
      return models.stream().<Stage<?>>map(this::stage).iterator();
    }

    private Stage<Integer> stage(ModelSpec model) {
      return new Stage<>() {
        @Override
        public ModelSpec model() {
          return model;
        }

        @Override
        public Iterator<Integer> items() {
          return IntStream.range(0, items).iterator();
        }

        @Override
        public String name(Integer item) {
          return "item " + item;
        }

        @Override
        public Done run(Integer item, Calls calls) throws InterruptedException {
          var message = new Ask.Message(Ask.Role.USER, "question " + item);
          var ask = new Ask(model.model(), List.of(message), 0.0, null, 10, null, false, 0);
          Reply reply = calls.ask(model.model() + "/" + item, ask);
          outcomes.add(item + " " + reply.text());
          return Done.ONE;
        }

        @Override
        public Done failed(Integer item, ProviderError error) {
          outcomes.add(item + " failed");
          return Done.one(error.reason());
        }

        @Override
        public Done notTried(Integer item, ProviderError error) {
          outcomes.add(item + " not tried");
          return Done.one(error.reason());
        }
      };
    }

    @Override
    public void describe(ObjectNode manifest, RunFolder open, Usage usage) {
      manifest.set("usage", usage.ofCalls(models.getFirst(), _ -> models.getFirst()));
    }

    @Override
    public List<String> finish(RunFolder open, Ending ending, ObjectNode manifest) {
      return outcomes;
    }
  }

  private Finished<List<String>> run(Questions task) throws InterruptedException {
    try (var host = new Host()) {
      return new RunEngine(host).run(task, () -> folder.resolve("run"));
    }
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
  void aResumedRunAsksOnlyWhatItHasNoReplyFor() throws InterruptedException {
    provider =
        ask -> {
          if (sent.size() > 2) {
            throw new ProviderError(Kind.KEY_REFUSED, "no", null, null);
          }
          return reply(ask.messages().getFirst().text());
        };
    var first = run(new Questions(5, FIRST));
    assertThat(first.result())
        .containsExactly("0 question 0", "1 question 1", "2 failed", "3 not tried", "4 not tried");
    assertThat(first.ending().provider())
        .extracting(ProviderError::kind)
        .isEqualTo(Kind.KEY_REFUSED);
    assertThat(manifest().path("status").asText()).isEqualTo("stopped");
    sent.clear();
    provider = ask -> reply(ask.messages().getFirst().text());
    var second = run(new Questions(5, FIRST));
    assertThat(sent).hasSize(3).noneMatch(s -> s.endsWith("0") || s.endsWith("1"));
    assertThat(second.result()).hasSize(5).noneMatch(s -> s.contains("failed"));
    assertThat(manifest().path("starts").asInt()).isEqualTo(2);
  }

  @Test
  void stagesFollowEachOtherEachWithItsModel() throws InterruptedException {
    run(new Questions(2, FIRST, SECOND));
    assertThat(sent)
        .containsExactly(
            "gpt-4o-mini question 0",
            "gpt-4o-mini question 1",
            "gpt-4o question 0",
            "gpt-4o question 1");
    assertThat(opened).as("each model is opened once").hasValue(2);
  }

  @Test
  void whatCannotBePaidForIsNotBegun() {
    maxCost = new CostCappingLlm.Limit(1.0);
    var unpriced = ModelSpec.parse("huggingface:nobody/knows");
    assertThatThrownBy(() -> run(new Questions(1, FIRST, unpriced)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nobody/knows");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(sent).isEmpty();
  }

  @Test
  void allStagesShareWhatTheRunMayCostAndTheMessageNamesTheWholeLimit()
      throws InterruptedException {
    // A reply costs 4.5 millionths of a dollar, the second model's 0.000075; its worst case
    // 0.000190.
    maxCost = new CostCappingLlm.Limit(0.0002);
    var finished = run(new Questions(2, FIRST, SECOND));
    assertThat(finished.ending().provider())
        .extracting(ProviderError::getMessage)
        .asString()
        .matches(
            "the next request may cost 0\\.0001\\d* USD, and of the limit of 0\\.0002 USD"
                + " 0\\.0000\\d+ are spent");
    assertThat(sent).as("one of the second stage").hasSize(3);
  }

  @Test
  void aWishToStopLeavesAnInterruptedRunThatGoesOn() throws InterruptedException {
    stop = true;
    var finished = run(new Questions(3, FIRST));
    assertThat(finished.ending()).isEqualTo(new Ending(false, null));
    assertThat(sent).isEmpty();
    assertThat(manifest().path("status").asText()).isEqualTo("interrupted");
    stop = false;
    assertThat(run(new Questions(3, FIRST)).ending()).isEqualTo(Ending.ALL);
    assertThat(sent).hasSize(3);
  }

  @Test
  void aWishToStopBeginsNoOtherStage() throws InterruptedException {
    provider =
        ask -> {
          stop = sent.size() == 2;
          return reply(ask.messages().getFirst().text());
        };
    var finished = run(new Questions(2, FIRST, SECOND));
    assertThat(finished.ending()).isEqualTo(new Ending(false, null));
    assertThat(sent).hasSize(2);
    assertThat(opened).hasValue(1);
    assertThat(manifest().path("status").asText()).isEqualTo("interrupted");
  }

  @Test
  void aRunThatIsStoppedWhileItWritesIsInterruptedToo() {
    provider =
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
    provider =
        _ -> {
          throw new ProviderError(Kind.QUOTA_EXHAUSTED, "no money", null, null);
        };
    var finished = run(new Questions(2, FIRST, SECOND));
    assertThat(finished.result()).containsExactly("0 failed", "1 not tried");
    assertThat(opened).hasValue(1);
  }

  @Test
  void anErrorOfTheMachineIsNotHidden() {
    provider =
        _ -> {
          throw new OutOfMemoryError("no room");
        };
    assertThatThrownBy(() -> run(new Questions(2, FIRST))).isInstanceOf(OutOfMemoryError.class);
    assertThat(manifest().path("status").asText()).isEqualTo("running");
    assertThat(Files.exists(folder.resolve("run/calls.jsonl"))).isTrue();
  }
}
