package dev.locomo.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.DatasetCheck;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.gen.image.LocalImages;
import dev.locomo.gen.plan.QuestionPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that dies at any call comes to the same end, and pays for no reply on record again. */
class GenerationKillTest {
  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

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
    Files.write(pictures.resolve("a.png"), PICTURE);
    Files.writeString(pictures.resolve("a.txt"), "a brown dog on a sofa");
  }

  /** One start of the program, until it is done or dies after so many calls. */
  private void run(Path out, int calls) throws IOException, InterruptedException {
    var left = new AtomicInteger(calls);
    run(
        out,
        ask -> {
          if (left.getAndDecrement() == 0) {
            throw new Killed();
          }
          paid.incrementAndGet();
          return WrittenRun.reply(WriterServer.rule(ask.messages().getFirst().text()));
        });
  }

  private GenerationResult run(Path out, ChatLlm llm) throws IOException, InterruptedException {
    var run = new WrittenRun(out);
    run.questions = new QuestionPlan(1, true, 0.5);
    run.images = LocalImages.open(pictures);
    return run.start("run", llm).one();
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
            return WrittenRun.reply(random.nextDouble() < useless ? spoilt(right, random) : right);
          };
      var made = run(folder.resolve("spoilt-" + seed), model);
      if (!made.whole()) {
        assertThat(made.problem()).contains(": after 4 requests ");
      }
      Path data = folder.resolve("spoilt-" + seed + "/dataset.json");
      assertThat(DatasetCheck.check(data, null).findings()).as("seed " + seed).isEmpty();
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
