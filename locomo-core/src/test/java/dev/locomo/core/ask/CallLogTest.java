package dev.locomo.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.run.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {
  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final List<String> asked = new ArrayList<>();
  private final ChatLlm echo =
      ask -> {
        asked.add(ask.messages().getFirst().text());
        return reply(asked.getLast() + "!");
      };

  @BeforeEach
  void place() {
    file = folder.resolve(CallLog.FILE);
  }

  private static Reply reply(String text) {
    return new Reply(
        text, Reply.Finish.LENGTH, 3, null, "model-1", "r\n1", Duration.ofMillis(7), false);
  }

  private static Ask ask(String text) {
    var message = new Ask.Message(Ask.Role.USER, text);
    return new Ask("m", List.of(message), 0.5, null, 10, null, false, 0);
  }

  @Test
  void aStepOnRecordIsNotAskedAgain() throws InterruptedException {
    try (var steps = CallLog.open(file, echo)) {
      assertThat(steps.ask("a/1", ask("x"))).isEqualTo(reply("x!"));
      assertThat(steps.ask("a/1", ask("x"))).isEqualTo(reply("x!"));
    }
    try (var steps = CallLog.open(file, echo)) {
      assertThat(steps.ask("a/1", ask("x"))).isEqualTo(reply("x!"));
      assertThat(steps.ask("a/2", ask("x")).text()).isEqualTo("x!");
    }
    assertThat(asked).containsExactly("x", "x");
  }

  @Test
  void anotherRequestUnderTheSameStepIsAskedAndReplacesIt() throws InterruptedException {
    try (var steps = CallLog.open(file, echo)) {
      steps.ask("a", ask("x"));
      steps.ask("a", ask("y"));
    }
    try (var steps = CallLog.open(file, echo)) {
      assertThat(steps.ask("a", ask("y")).text()).isEqualTo("y!");
      assertThat(steps.exchanges())
          .singleElement()
          .extracting(CallLog.Exchange::step)
          .isEqualTo("a");
    }
    assertThat(asked).containsExactly("x", "y");
  }

  @Test
  void aTornLastLineIsACallThatWasNotMade() throws InterruptedException, IOException {
    try (var steps = CallLog.open(file, echo)) {
      steps.ask("a", ask("x"));
    }
    Files.writeString(file, "{\"step\":\"b\",\"raw\":\"half", StandardOpenOption.APPEND);
    try (var steps = CallLog.open(file, echo)) {
      steps.ask("b", ask("y"));
    }
    assertThat(asked).containsExactly("x", "y");
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aFailureIsNotRecorded() {
    ChatLlm down =
        _ -> {
          throw new ProviderError(Kind.UNAVAILABLE, "down", null, null);
        };
    try (var steps = CallLog.open(file, down)) {
      assertThatThrownBy(() -> steps.ask("a", ask("x"))).isInstanceOf(ProviderError.class);
      assertThat(steps.exchanges()).isEmpty();
    }
  }

  @Test
  void modelsThatShareARecordKeepTheirOwnCalls() throws InterruptedException {
    try (var steps = CallLog.open(file, echo)) {
      var other = steps.of(_ -> reply("other"));
      assertThat(other.ask("b", ask("x")).text()).isEqualTo("other");
      assertThat(steps.ask("a", ask("x")).text()).isEqualTo("x!");
      assertThat(steps.exchanges()).extracting(CallLog.Exchange::step).containsExactly("a", "b");
    }
  }

  @Test
  void anEditedLineIsNamed() throws IOException {
    Files.writeString(file, "{\"step\":\"a\",\"raw\":\"x\",\"finish\":\"STOP\"}\n[1]\n");
    assertThatThrownBy(() -> CallLog.open(file, echo))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(CallLog.FILE)
        .hasMessageContaining("line 2");
  }

  /** Two tries, neither of which can be read; the third reply could be. */
  private String third(CallLog log) throws InterruptedException, Unreadable {
    return log.ask(
        "a",
        ask("x"),
        Repeat.upTo(2, (first, _, _, n) -> first.repeated(n)),
        reply -> {
          if (asked.size() < 3) {
            throw new Unreadable("bad");
          }
          return reply.text();
        });
  }

  @Test
  void whatNobodyCouldReadStaysOnRecordUntilFailedThingsAreAskedForAgain() throws Exception {
    try (var log = CallLog.open(file, echo)) {
      assertThatThrownBy(() -> third(log)).isInstanceOf(Unreadable.class);
      assertThat(asked).hasSize(2);
    }
    try (var log = CallLog.open(file, echo)) {
      assertThatThrownBy(() -> third(log)).isInstanceOf(Unreadable.class);
      assertThat(asked).as("a resumed run comes to the same end").hasSize(2);
    }
    try (var log = CallLog.open(file, echo).retryingFailed(true)) {
      assertThat(third(log)).isEqualTo("x!");
      assertThat(asked).hasSize(3);
      assertThat(third(log)).as("the new one is on record").isEqualTo("x!");
    }
    try (var log = CallLog.open(file, echo)) {
      assertThat(third(log)).isEqualTo("x!");
      assertThat(asked).hasSize(3);
    }
  }

  @Test
  void repliesOfThisStartAreNotAskedForAgainByIt() throws Exception {
    try (var log = CallLog.open(file, echo).retryingFailed(true)) {
      assertThatThrownBy(() -> third(log)).isInstanceOf(Unreadable.class);
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void callsOfAnotherProcessCountInsteadOfThoseOfTheSameSteps() throws Exception {
    Path theirs = folder.resolve("theirs.jsonl");
    try (var steps = CallLog.open(theirs, ask -> reply("their reply"))) {
      steps.ask("a/1", ask("x"));
    }
    try (var steps = CallLog.open(file, echo)) {
      steps.ask("a/1", ask("x"));
      steps.take(Files.readAllLines(theirs));
      assertThat(steps.ask("a/1", ask("x")).text()).isEqualTo("their reply");
    }
    try (var steps = CallLog.open(file, echo)) {
      assertThat(steps.exchanges())
          .singleElement()
          .extracting(x -> x.reply().text())
          .isEqualTo("their reply");
      assertThatThrownBy(() -> steps.take(List.of("{}"))).isInstanceOf(DataError.class);
    }
  }

  @Test
  void aPieceOfWorkHasItsCallsAmongWhatItNotedAlsoThoseOnRecord() throws Exception {
    try (var steps = CallLog.open(file, echo)) {
      steps.ask("a/1", ask("x"));
      var again = new Recording();
      again.of(() -> steps.ask("a/1", ask("x")));
      assertThat(again.lines()).containsExactly(Map.entry(CallLog.FILE, Files.readAllLines(file)));
    }
  }

  @Test
  void toolCallsAndTheTokensOfAPrefixAreOnRecord() throws Exception {
    var reply =
        new Reply(
            "",
            Reply.Finish.STOP,
            9,
            1,
            "m",
            null,
            Duration.ZERO,
            false,
            new Tokens.Prefix(5, 2),
            false,
            List.of(new Tool.Call("id", "look", "{\"q\":1}")));
    try (var steps = CallLog.open(file, _ -> reply)) {
      steps.ask("a/1", ask("x"));
    }
    try (var steps = CallLog.open(file, echo)) {
      assertThat(steps.ask("a/1", ask("x"))).isEqualTo(reply);
    }
  }
}
