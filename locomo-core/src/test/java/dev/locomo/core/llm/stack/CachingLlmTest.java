package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingLlmTest {
  private static final Ask ASK = Asks.user("Where?");
  @TempDir private Path folder;
  private ReplyCache cache;

  @BeforeEach
  void open() {
    cache = ReplyCache.open(folder, "openai http://x");
  }

  private Path file(Ask ask) {
    String key = cache.key(ask);
    return folder.resolve(key.substring(0, 2), key.substring(2, 4), key + ".json");
  }

  @Test
  void anAnswerIsKeptWithAllThatWasKnownOfIt() throws InterruptedException {
    var script = new Script(Script.reply("h\u00e9re", Finish.LENGTH));
    var first = new CachingLlm(cache, script).ask(ASK);
    var second = new CachingLlm(ReplyCache.openOffline(folder, "openai http://x"), null).ask(ASK);
    assertThat(first.cached()).isFalse();
    assertThat(second)
        .isEqualTo(
            new Reply(
                "h\u00e9re", Finish.LENGTH, 10, 5, "m-1", "r-1", Duration.ofMillis(20), true));
    assertThat(script.asked).isEqualTo(1);
  }

  @Test
  void unknownTokenCountsStayUnknown() throws InterruptedException {
    var reply = new Reply("a", Finish.OTHER, null, null, null, null, Duration.ZERO, false);
    var llm = new CachingLlm(cache, new Script(reply));
    llm.ask(ASK);
    assertThat(llm.ask(ASK))
        .isEqualTo(new Reply("a", Finish.OTHER, null, null, null, null, Duration.ZERO, true));
  }

  /** A field that is left out of the key would answer one request with another's reply. */
  @Test
  void everyFieldOfTheRequestIsInTheKey() {
    var m = List.of(new Ask.Message(Ask.Role.USER, "q"));
    var system = List.of(new Ask.Message(Ask.Role.SYSTEM, "q"));
    var two = List.of(new Ask.Message(Ask.Role.USER, "q"), new Ask.Message(Ask.Role.USER, ""));
    var asks =
        List.of(
            new Ask("m", m, null, null, null, null, false, 0),
            new Ask("n", m, null, null, null, null, false, 0),
            new Ask("m", system, null, null, null, null, false, 0),
            new Ask("m", two, null, null, null, null, false, 0),
            new Ask("m", m, 0.0, null, null, null, false, 0),
            new Ask("m", m, null, 0.0, null, null, false, 0),
            new Ask("m", m, null, null, 0, null, false, 0),
            new Ask("m", m, null, null, null, 0L, false, 0),
            new Ask("m", m, null, null, null, null, true, 0),
            new Ask("m", m, null, null, null, null, false, 1));
    var keys = new HashSet<String>();
    asks.forEach(ask -> keys.add(cache.key(ask)));
    keys.add(ReplyCache.open(folder, "openai http://y").key(asks.getFirst()));
    assertThat(keys).hasSize(asks.size() + 1);
  }

  /** A changed key would make every recorded run unusable. */
  @Test
  void theKeyOfARequestNeverChanges() {
    assertThat(cache.key(Asks.full("gpt-4o")))
        .isEqualTo("26dc06f133250b55a0b5ce75be078a9c4f89de490d7c57f786bb96f45cd560b5");
  }

  @Test
  void whatMayPassIsNotStored() throws InterruptedException {
    for (var reply :
        List.of(Script.reply("x", Finish.FILTERED), Script.reply(""), Script.reply(" \n"))) {
      var script = new Script(reply);
      var llm = new CachingLlm(cache, script);
      llm.ask(ASK);
      llm.ask(ASK);
      assertThat(script.asked).isEqualTo(2);
    }
    var failing = new CachingLlm(cache, new Script(Kind.UNAVAILABLE, "now"));
    assertThatThrownBy(() -> failing.ask(ASK)).isInstanceOf(ProviderError.class);
    assertThat(failing.ask(ASK).text()).isEqualTo("now");
  }

  @Test
  void aReplyThatIsForgottenIsAskedForAgain() throws Exception {
    var script = new Script("first", "second");
    var llm = new CachingLlm(cache, script);
    var first = llm.ask(ASK);
    assertThat(llm.forget(ASK, first)).as("this start has asked already").isFalse();
    assertThat(file(ASK)).doesNotExist();
    assertThat(llm.ask(ASK).text()).isEqualTo("second");
    llm.forget(ASK, first);
    Reply second = llm.ask(ASK);
    assertThat(second.cached()).as("another reply in its place stays").isTrue();
    assertThat(new CachingLlm(cache, script).forget(ASK, second)).as("of another start").isTrue();
  }

  @Test
  void offlineNothingIsForgotten() throws InterruptedException {
    var reply = new CachingLlm(cache, new Script("kept")).ask(ASK);
    var offline = new CachingLlm(ReplyCache.openOffline(folder, "openai http://x"), null);
    assertThat(offline.forget(ASK, reply)).isFalse();
    assertThat(offline.ask(ASK).text()).isEqualTo("kept");
  }

  @Test
  void aTornEntryIsAMissAndIsKeptAside() throws Exception {
    var llm = new CachingLlm(cache, new Script("first", "second"));
    llm.ask(ASK);
    var whole = Files.readString(file(ASK));
    for (String torn : List.of("", whole.substring(0, whole.length() / 2), "{}", "[]")) {
      Files.writeString(file(ASK), torn);
      assertThat(llm.ask(ASK).text()).isEqualTo("second");
      assertThat(file(ASK).resolveSibling(file(ASK).getFileName() + ".corrupt")).hasContent(torn);
    }
  }

  @Test
  void nothingButEntriesIsLeftBehind() throws Exception {
    new CachingLlm(cache, new Script("a")).ask(ASK);
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file(ASK));
    }
  }

  @Test
  void offlineAMissNamesTheRequest() {
    var llm = new CachingLlm(cache, null);
    var error = catchThrowableOfType(ProviderError.class, () -> llm.ask(ASK));
    assertThat(error.kind()).isEqualTo(Kind.NOT_CACHED);
    assertThat(error).hasMessageContaining("\"Where?\"").hasMessageContaining(cache.key(ASK));
  }

  @Test
  void offlineWithoutAFolderIsAUserError() {
    assertThatThrownBy(() -> ReplyCache.openOffline(folder.resolve("none"), "s"))
        .isInstanceOf(UserError.class);
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidAtOnce() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> ReplyCache.open(file, "s"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be written");
  }

  /** A file appears where the entry's folder has to be: as good as a full disk. */
  @Test
  void aReplyThatCannotBeStoredIsReturnedAndNothingMoreIsSent() throws Exception {
    var other = Asks.user("When?");
    var sent = new AtomicInteger();
    ChatLlm model =
        ask -> {
          sent.incrementAndGet();
          standInTheWay(folder.resolve(cache.key(ASK).substring(0, 2)));
          return Script.reply("paid for");
        };
    var llm = new CachingLlm(cache, model);
    assertThat(llm.ask(ASK).text()).isEqualTo("paid for");
    assertThatThrownBy(() -> llm.ask(other))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("can no longer be stored");
    assertThat(sent.get()).isEqualTo(1);
  }

  private static void standInTheWay(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void equalRequestsInFlightAreSentOnce() throws Exception {
    int n = 20;
    var sent = new AtomicInteger();
    var waiting = new CountDownLatch(n);
    ChatLlm slow =
        ask -> {
          sent.incrementAndGet();
          waiting.await();
          return Script.reply("a");
        };
    var llm = new CachingLlm(cache, slow);
    var replies = new ArrayList<Future<Reply>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < n; i++) {
        replies.add(
            threads.submit(() -> {
              waiting.countDown();
              return llm.ask(ASK);
            }));
      }
      int live = 0;
      for (var reply : replies) {
        live += reply.get().cached() ? 0 : 1;
      }
      assertThat(live).isEqualTo(1);
    }
    assertThat(sent.get()).isEqualTo(1);
  }

  @Test
  void whoWaitsForAnInterruptedRequestSendsItsOwn() throws Exception {
    var sent = new AtomicInteger();
    var firstIsSent = new CountDownLatch(1);
    ChatLlm model =
        ask -> {
          if (sent.incrementAndGet() == 1) {
            firstIsSent.countDown();
            new CountDownLatch(1).await();
          }
          return Script.reply("a");
        };
    var llm = new CachingLlm(cache, model);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> llm.ask(ASK));
      firstIsSent.await();
      var second = threads.submit(() -> llm.ask(ASK));
      first.cancel(true);
      assertThat(second.get().text()).isEqualTo("a");
    }
    assertThat(sent.get()).isEqualTo(2);
  }
}
