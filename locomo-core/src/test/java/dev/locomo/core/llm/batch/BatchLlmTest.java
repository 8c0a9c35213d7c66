package dev.locomo.core.llm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLlmTest {
  @TempDir private Path folder;
  private final Provider provider = new Provider();
  private BatchLlm llm = open();

  /** A line is its id. */
  private static final class Provider extends KeptBatches {
    boolean loses;
    String word = "completed";

    @Override
    public String line(String id, Ask ask) {
      return id;
    }

    @Override
    public String create(Path lines, String upload) {
      String id = super.create(lines, upload);
      if (loses) {
        throw new ProviderError(Kind.TIMEOUT, "no answer", null, null);
      }
      return id;
    }

    @Override
    public Optional<String> find(Attempt attempt, Set<String> known) {
      String last = "" + (batches.size() - 1);
      boolean there = !batches.isEmpty() && batches.getLast().size() == attempt.requests();
      return there && !known.contains(last) ? Optional.of(last) : Optional.empty();
    }

    @Override
    public State state(String batch) {
      boolean ended = !word.equals("in_progress");
      return new State(ended, word, word.equals("failed") ? "no room" : "", List.of(batch));
    }

    @Override
    public void results(State ended, Consumer<Result> each) {
      for (String id : batches.get(Integer.parseInt(ended.places().getFirst()))) {
        if (!word.equals("failed")) {
          each.accept(
              new Result(
                  id,
                  new Reply("a", Reply.Finish.STOP, 9, 1, "m", null, Duration.ZERO, false),
                  null));
        }
      }
    }
  }

  private BatchLlm open() {
    return new BatchLlm(provider, "here", null, _ -> {});
  }

  @BeforeEach
  void begin() {
    llm.open(folder.resolve("batches.jsonl"), "openai:m");
  }

  @AfterEach
  void end() {
    llm.close();
  }

  private void ask(int count) {
    for (int i = 0; i < count; i++) {
      Ask ask = Asks.user("q" + i);
      assertThatThrownBy(() -> llm.require(ask)).isInstanceOf(Pending.class);
    }
  }

  private List<Integer> sizes() {
    return provider.batches.stream().map(List::size).toList();
  }

  @Test
  void aRequestHasItsReplyWhenItsBatchHasEnded() throws InterruptedException {
    ask(2);
    ask(2);
    llm.send();
    ask(2);
    assertThat(llm.hasCollected()).as("what is sent is not collected again").isFalse();
    provider.word = "in_progress";
    assertThat(llm.poll()).isFalse();
    ask(2);
    provider.word = "completed";
    assertThat(llm.poll()).isTrue();
    llm.require(Asks.user("q1"));
    assertThat(llm.reply(Asks.user("q1")).text()).isEqualTo("a");
    assertThat(llm.reply(Asks.user("q1")).batch()).isTrue();
    assertThat(sizes()).containsExactly(2);
  }

  @Test
  void moreThanABatchTakesAreSeveral() throws InterruptedException {
    provider.limits = new BatchApi.Limits(2, 1_000_000);
    ask(5);
    llm.send();
    assertThat(sizes()).containsExactly(2, 2, 1);
  }

  @Test
  void aBatchIsNoLargerThanTheProviderTakes() throws InterruptedException {
    int line = 42;
    provider.limits = new BatchApi.Limits(1000, 3 * (line + 1));
    ask(7);
    llm.send();
    assertThat(sizes()).containsExactly(3, 3, 1);
  }

  @Test
  void aBatchThatWasMadeAlthoughNoAnswerCameIsNotMadeAgain() throws InterruptedException {
    ask(3);
    provider.loses = true;
    assertThatThrownBy(llm::send).isInstanceOf(ProviderError.class);
    provider.loses = false;
    llm.send();
    assertThat(sizes()).containsExactly(3);
    assertThat(llm.poll()).isTrue();
    llm.require(Asks.user("q0"));
  }

  @Test
  void aLaterStartTakesUpWhatIsSentUnlessItWasUsed() throws InterruptedException {
    ask(3);
    llm.send();
    llm.close();
    llm = open();
    begin();
    assertThat(llm.poll()).isTrue();
    llm.require(Asks.user("q2"));
    llm.settle();
    llm.close();
    llm = open();
    begin();
    assertThat(llm.poll()).isTrue();
    ask(1);
    assertThat(sizes()).containsExactly(3);
  }

  @Test
  void theBatchesOfAnotherModelAreLeftAlone() throws InterruptedException {
    ask(3);
    llm.send();
    llm.close();
    llm = open();
    llm.open(folder.resolve("batches.jsonl"), "openai:other");
    assertThat(llm.poll()).isTrue();
    ask(1);
  }

  @Test
  void whatABatchSaysNothingOfHasFailedAndIsNotSentAgain() throws InterruptedException {
    ask(1);
    llm.send();
    provider.word = "failed";
    assertThat(llm.poll()).isTrue();
    llm.require(Asks.user("q0"));
    var error = catchThrowableOfType(ProviderError.class, () -> llm.reply(Asks.user("q0")));
    assertThat(error).hasMessageContaining("no room");
    assertThat(error.kind()).isEqualTo(Kind.REJECTED);
    assertThat(llm.hasCollected()).isFalse();
  }

  @Test
  void aRecordThatIsNoneIsNamedWithItsLine() throws IOException {
    Path file =
        Files.writeString(folder.resolve("edited.jsonl"), "{\"batch\": 1, \"id\": \"x\"}\n");
    assertThatThrownBy(() -> open().open(file, "openai:m"))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("line 1");
  }
}
