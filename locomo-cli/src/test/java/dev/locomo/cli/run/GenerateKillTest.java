package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.Steps;
import dev.locomo.gen.Batch;
import dev.locomo.gen.Casting;
import dev.locomo.gen.Extent;
import dev.locomo.gen.Maker;
import dev.locomo.gen.Outputs;
import dev.locomo.gen.OwnMaker;
import dev.locomo.gen.Stages;
import dev.locomo.gen.image.Album;
import dev.locomo.gen.image.Captioner;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.output.Label;
import dev.locomo.gen.prompt.Language;
import dev.locomo.gen.question.QuestionPlan;
import dev.locomo.gen.safety.Filter;
import dev.locomo.gen.safety.Moderation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that dies at any call comes to the same end, and pays for no reply on record again. */
class GenerateKillTest {
  private static final Label LABEL = new Label("test", "m", "p");

  @TempDir private Path folder;
  private Path pictures;
  private final AtomicInteger paid = new AtomicInteger();

  /** The end of the process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void picture() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.write(pictures.resolve("a.png"), WithWriter.PICTURE);
    Files.writeString(pictures.resolve("a.txt"), "a brown dog on a sofa");
  }

  private ChatLlm writer(int calls) {
    var left = new AtomicInteger(calls);
    return ask -> {
      if (left.getAndDecrement() == 0) {
        throw new Killed();
      }
      paid.incrementAndGet();
      String text = WriterServer.rule(ask.messages().getFirst().text());
      return new Reply(text, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, false);
    };
  }

  /** One start of the program, until it is done or dies after so many calls. */
  private void run(Path out, int calls) throws IOException, InterruptedException {
    Path run = Files.createDirectories(out.resolve("run"));
    var batch = new Batch(out, run, 1);
    var filter = new Filter(List.of(), Moderation.NONE);
    var supply = new Album.Supply(LocalImages.open(pictures), Captioner.NONE, filter);
    var plan = new QuestionPlan(1, true, 0.5);
    try (var steps = Steps.open(run.resolve(Steps.FILE), writer(calls));
        var album = Album.open(run.resolve(Album.FILE), supply)) {
      batch.begin();
      batch.run(maker(album, filter, plan), steps, new Batch.Pace(1, () -> false, _ -> {}));
      var outputs = new Outputs(out, LABEL, plan);
      batch.made().forEach(outputs::write);
      outputs.dataset(batch.made());
    }
  }

  private static Maker maker(Album album, Filter filter, QuestionPlan plan) {
    var stages = new Stages(true, true, true, true, true, new Stages.Again(false, false, false));
    var extent = new Extent(2, 1, 4, 1, 4, 60, null, plan);
    var manner = new OwnMaker.Manner("m", Language.of("en"), filter, 0, LABEL);
    var means = new OwnMaker.Means(Casting.described("two friends"), Memories.words(), album);
    return new OwnMaker(stages, extent, manner, means);
  }

  @Test
  void afterAKillAtAnyCallTheRestIsAskedAndNothingElse() throws Exception {
    Path whole = folder.resolve("whole");
    run(whole, Integer.MAX_VALUE);
    int all = paid.get();
    assertThat(all).isGreaterThan(30);
    for (int calls = 0; calls < all; calls++) {
      Path out = folder.resolve("killed-" + calls);
      paid.set(0);
      int before = calls;
      assertThatThrownBy(() -> run(out, before)).isInstanceOf(Killed.class);
      run(out, Integer.MAX_VALUE);
      assertThat(paid).as("killed after call " + calls).hasValue(all);
      for (String file : List.of("dataset.json", "agent_a.json", "agent_b.json", "sessions.html")) {
        assertThat(out.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
      }
    }
  }

  @Test
  void aReplyThatWasHalfWrittenIsTheOnlyOneAskedForAgain() throws Exception {
    run(folder.resolve("whole"), Integer.MAX_VALUE);
    int all = paid.get();
    for (int calls = 1; calls < all; calls += 7) {
      Path out = folder.resolve("torn-" + calls);
      paid.set(0);
      int before = calls;
      assertThatThrownBy(() -> run(out, before)).isInstanceOf(Killed.class);
      Path record = out.resolve("run").resolve(Steps.FILE);
      String lines = Files.readString(record);
      Files.writeString(record, lines.substring(0, lines.length() - 20));
      run(out, Integer.MAX_VALUE);
      assertThat(paid).as("torn at call " + calls).hasValue(all + 1);
      assertThat(out.resolve("dataset.json"))
          .hasSameTextualContentAs(folder.resolve("whole/dataset.json"));
    }
  }
}
