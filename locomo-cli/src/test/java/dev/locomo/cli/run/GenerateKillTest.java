package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.DatasetCheck;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.Workers;
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
import java.util.SplittableRandom;
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
      return reply(WriterServer.rule(ask.messages().getFirst().text()));
    };
  }

  private static Reply reply(String text) {
    return new Reply(text, Reply.Finish.STOP, null, null, null, null, Duration.ZERO, false);
  }

  /** One start of the program, until it is done or dies after so many calls. */
  private void run(Path out, int calls) throws IOException, InterruptedException {
    run(out, writer(calls));
  }

  private Batch run(Path out, ChatLlm llm) throws IOException, InterruptedException {
    Path run = Files.createDirectories(out.resolve("run"));
    var batch = new Batch(out, run, 1);
    var filter = new Filter(List.of(), Moderation.NONE);
    var supply = new Album.Supply(LocalImages.open(pictures), Captioner.NONE, filter);
    var plan = new QuestionPlan(1, true, 0.5);
    try (var steps = CallLog.open(run.resolve(CallLog.FILE), llm);
        var album = Album.open(run.resolve(Album.FILE), supply)) {
      batch.begin();
      var stage = batch.stage(maker(album, filter, plan), ModelSpec.parse("openai:m"), _ -> {});
      batch.ended(new Workers(1, () -> false).run(stage, steps, _ -> {}));
      var outputs = new Outputs(out, LABEL, plan);
      batch.made().forEach(outputs::write);
      outputs.dataset(batch.made());
    }
    return batch;
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
  void whateverIsRepliedAConversationIsWholeOrEndsWithAReason() throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      double useless = random.nextDouble(0.05, 0.6);
      ChatLlm model =
          ask -> {
            String right = WriterServer.rule(ask.messages().getFirst().text());
            return reply(random.nextDouble() < useless ? spoilt(right, random) : right);
          };
      var made = run(folder.resolve("spoilt-" + seed), model).made().iterator().next();
      if (!made.whole()) {
        assertThat(made.problem()).contains(": after 4 requests ");
      }
      Path data = folder.resolve("spoilt-" + seed + "/dataset.json");
      assertThat(DatasetCheck.check(data).findings()).as("seed " + seed).isEmpty();
    }
  }

  /** A reply as models spoil it. */
  private static String spoilt(String right, SplittableRandom random) {
    int at = random.nextInt(right.length() + 1);
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> right.substring(0, at);
      case 2 -> right.substring(at);
      case 3 -> "null";
      case 4 -> "[[[[" + right;
      case 5 -> right.replace('"', '\'');
      case 6 -> right.replaceAll("\\d", "0");
      case 7 -> "```json\n" + right + "\n```";
      case 8 -> right.replace("[", "{").replace("]", "}");
      case 9 ->
          "{\"a\": 1, \"id\": [], \"self\": {}, \"session\": null, \"Ada\": 3, \"Ben\": [[]]}";
      case 10 -> "\ud83d\ude00\u0000\ud83d \u202e" + right;
      default -> right.replace(' ', '\n').repeat(3);
    };
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
      Path record = out.resolve("run").resolve(CallLog.FILE);
      String lines = Files.readString(record);
      Files.writeString(record, lines.substring(0, lines.length() - 20));
      run(out, Integer.MAX_VALUE);
      assertThat(paid).as("torn at call " + calls).hasValue(all + 1);
      assertThat(out.resolve("dataset.json"))
          .hasSameTextualContentAs(folder.resolve("whole/dataset.json"));
    }
  }
}
