package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches a rehearsal that promises other requests than the run makes, or leaves a mark. */
class RehearsalTest {
  private static final ModelSpec MODEL = ModelSpec.parse("openai:gpt-4o-mini");

  @TempDir private Path folder;
  private final Set<String> stored = new HashSet<>();
  private final List<String> missing = new ArrayList<>();

  private static ModelSpec[] models() {
    return new ModelSpec[] {MODEL};
  }

  private void rehearse(Task<?> task, @Nullable Path run) throws InterruptedException {
    missing.clear();
    new Rehearsal(
            _ -> replies(),
            some ->
                missing.add(
                    some.model().model()
                        + " "
                        + some.part()
                        + some.ask().messages().getFirst().text()))
        .run(task, run, false);
  }

  private ChatLlm replies() {
    return ask -> {
      String text = ask.messages().getFirst().text();
      if (!stored.contains(text)) {
        throw new ProviderError(Kind.NOT_CACHED, "not stored", null, null);
      }
      return new Reply("to " + text, Reply.Finish.STOP, 1, 1, "m", null, Duration.ZERO, true);
    };
  }

  @Test
  void withoutARecordAllThatIsNotStoredIsMissing() throws InterruptedException {
    stored.add("question 1");
    rehearse(new Questions(3, models()), null);
    assertThat(missing).containsExactly("gpt-4o-mini question 0", "gpt-4o-mini question 2");
    rehearse(new Questions(1, models()), folder.resolve("never made"));
    assertThat(missing).containsExactly("gpt-4o-mini question 0");
    assertThat(folder.resolve("never made")).doesNotExist();
  }

  @Test
  void aTaskThatAsksNobodyMissesNothing() throws InterruptedException {
    rehearse(new Questions(3), null);
    assertThat(missing).isEmpty();
  }

  @Test
  void whatARunHasOnRecordIsNotMissingAndItsFolderStaysAsItIs() throws Exception {
    var host = new ScriptedHost();
    host.provider =
        ask -> {
          host.stop = host.sent.size() == 2;
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    Path run = folder.resolve("run");
    new RunEngine(host).run(new Questions(4, models()), () -> run);
    var before = contents(run);
    rehearse(new Questions(4, models()), run);
    assertThat(missing).containsExactly("gpt-4o-mini question 2", "gpt-4o-mini question 3");
    assertThat(contents(run)).isEqualTo(before);
  }

  @Test
  void aFolderOfAnotherRunIsRefused() throws InterruptedException {
    Path run = folder.resolve("run");
    new RunEngine(new ScriptedHost()).run(new Questions(2, models()), () -> run);
    var other =
        new Questions(2, models()) {
          @Override
          public RunSpec spec() {
            return super.spec().with("seed", "7");
          }
        };
    assertThatThrownBy(() -> rehearse(other, run))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("seed");
    assertThat(missing).isEmpty();
  }

  private static TreeMap<String, String> contents(Path run) throws Exception {
    var all = new TreeMap<String, String>();
    try (var files = Files.list(run)) {
      for (Path file : files.toList()) {
        all.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return all;
  }

  /** A stage whose items ask twice each, and one that cannot be taken up yet. */
  private abstract static class Twice implements Stage<Integer> {
    @Override
    public ModelSpec model() {
      return MODEL;
    }

    @Override
    public Iterator<Integer> items() {
      return IntStream.range(0, 2).iterator();
    }

    @Override
    public Iterator<Integer> later() {
      return List.of(9).iterator();
    }

    @Override
    public String name(Integer item) {
      return "" + item;
    }

    @Override
    public String part(Integer item) {
      return "part" + item + " ";
    }

    @Override
    public List<Ask> plan(Integer item) {
      return List.of(Asks.user("a" + item), Asks.user("b" + item), Asks.user("c" + item));
    }
  }

  private static Task<String> task(Stage<?> stage) {
    return new Task<>() {
      @Override
      public RunSpec spec() {
        return new RunSpec("twice", List.of(), new TreeMap<>(), new TreeMap<>());
      }

      @Override
      public void describe(ObjectNode manifest) {}

      @Override
      public List<ModelSpec> models() {
        return List.of(MODEL);
      }

      @Override
      public boolean logsCalls() {
        return false;
      }

      @Override
      public int size(RunFolder open) {
        return 2;
      }

      @Override
      public Iterator<Stage<?>> stages(RunFolder open) {
        return List.<Stage<?>>of(stage).iterator();
      }

      @Override
      public void describe(ObjectNode manifest, RunFolder open, Usage usage) {}

      @Override
      public String finish(RunFolder open, Ending ending, ObjectNode manifest) {
        throw new AssertionError("a rehearsal finishes nothing");
      }
    };
  }

  @Test
  void ofAnItemThatStopsInTheMiddleTheRestOfItsPlanIsMissingToo() throws InterruptedException {
    stored.addAll(List.of("a0", "a1", "b1", "c1"));
    rehearse(
        task(
            new Twice() {
              @Override
              public Done run(Integer item, Calls calls) throws InterruptedException {
                for (Ask ask : plan(item)) {
                  calls.ask(ask.messages().getFirst().text(), ask);
                }
                return Done.ONE;
              }
            }),
        null);
    assertThat(missing)
        .containsExactly(
            "gpt-4o-mini part9 a9",
            "gpt-4o-mini part9 b9",
            "gpt-4o-mini part9 c9",
            "gpt-4o-mini part0 b0",
            "gpt-4o-mini part0 c0");
  }

  @Test
  void aStoredReplyThatCannotBeReadWouldBeAskedForAgain() throws InterruptedException {
    stored.addAll(List.of("a0", "a1"));
    rehearse(
        task(
            new Twice() {
              @Override
              public List<Ask> plan(Integer item) {
                return List.of();
              }

              @Override
              public Iterator<Integer> later() {
                return List.<Integer>of().iterator();
              }

              @Override
              public Done run(Integer item, Calls calls) throws InterruptedException {
                try {
                  calls.ask(
                      "a" + item,
                      Asks.user("a" + item),
                      Repeat.never(),
                      text -> {
                        if (item == 1) {
                          throw new Unreadable("no number");
                        }
                        return text;
                      });
                  return Done.ONE;
                } catch (Unreadable e) {
                  return Done.one("unusable");
                }
              }
            }),
        null);
    assertThat(missing).containsExactly("gpt-4o-mini part1 a1");
  }
}
