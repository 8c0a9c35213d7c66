package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply.Finish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider promises as a {@link ChatLlm}; subclassed once for each. The requests are
 * those of the providers' published APIs, the server is one of this machine.
 *
 * <ul>
 *   <li>messages arrive in their order, with their roles, also very long ones
 *   <li>a parameter that is set is sent under the provider's own name, one that is not is left out
 *   <li>the provider's word for why a reply ended is understood, its token counts are told; what is
 *       no count is unknown, and what failed in the middle is no reply
 *   <li>each request is sent once; a refusal keeps its kind and the wait that goes with it
 *   <li>a key is in no message, and nothing is sent to the provider's own address without one
 *   <li>a thread that waits can be interrupted
 * </ul>
 */
abstract class ChatLlmContract {
  static final String KEY = "sk-very-secret-1234";
  FakeServer server;

  /** The provider's id. */
  abstract String id();

  /** The version in the address of its API. */
  abstract String version();

  /** A reply that took 19 tokens and made 10. */
  abstract String reply(String text, String finish);

  /** Its words for why a reply ended, and one that is not known. */
  abstract Map<String, Finish> words();

  /** The role and the text of each message of a request. */
  abstract List<String> said(JsonNode request);

  /** Where in a request each parameter is that the provider has and may be left out. */
  abstract Map<String, String> parameters();

  private String done() {
    var done = words().entrySet().stream().filter(w -> w.getValue() == Finish.STOP).findFirst();
    return reply("yes", done.orElseThrow().getKey());
  }

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  ChatLlm open() {
    var spec = new ModelSpec(Provider.named(id()), "m", "m", null, 8192);
    var connection =
        new Connection(server.url() + version(), List.of(new ApiKey(KEY)), Duration.ofSeconds(20));
    return spec.provider().open(spec, connection);
  }

  static List<String> keys(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  static List<String> messages(JsonNode list, String role, String text) {
    var all = new ArrayList<String>();
    list.forEach(m -> all.add(m.path(role).textValue() + " " + m.at(text).textValue()));
    return all;
  }

  @Test
  void messagesArriveInTheirOrderWithTheirRoles() throws InterruptedException {
    server.answers(200, done());
    assertThat(open().ask(Asks.full("m")).text()).isEqualTo("yes");
    assertThat(said(server.request().json()))
        .containsExactly("system Be brief.", "user When? \u00e9", "assistant Who?", "user Ann.");
  }

  @Test
  void aParameterThatIsSetIsSentUnderItsName() throws InterruptedException {
    server.answers(200, done());
    open().ask(Asks.full("m"));
    var sent = server.request().json();
    var expected =
        Map.of("temperature", "0", "top_p", "0.9", "max_tokens", "32", "seed", "7", "json", "json");
    parameters()
        .forEach((name, place) ->
            assertThat(sent.at(place).asText()).as(name).contains(expected.get(name)));
  }

  @Test
  void aPatchIsMergedIntoTheBodyAndLeavesTheRestAsItIs() throws InterruptedException {
    server.answers(200, done());
    var full = Asks.full("m");
    open().ask(full);
    var plain = (ObjectNode) server.request().json();
    String place = parameters().getOrDefault("temperature", "");
    var patch = JsonFiles.MAPPER.createObjectNode();
    patch.putObject("added").put("deep", 1);
    patch.withObject(place.substring(0, place.lastIndexOf('/'))).putNull("temperature");
    open()
        .ask(
            new Ask(
                full.model(),
                full.messages(),
                full.temperature(),
                full.topP(),
                full.maxTokens(),
                full.seed(),
                full.json(),
                0,
                patch.toString(),
                List.of()));
    plain.putObject("added").put("deep", 1);
    ((ObjectNode) plain.at(place.substring(0, place.lastIndexOf('/')))).remove("temperature");
    assertThat(server.request().json()).isEqualTo(plain);
  }

  @Test
  void aParameterThatIsNotSetIsLeftOut() throws InterruptedException {
    server.answers(200, done());
    open().ask(Asks.user("q"));
    var sent = server.request().json();
    parameters()
        .forEach(
            (name, place) -> assertThat(sent.at(place).asText()).as(name).isIn("", "text/plain"));
  }

  @Test
  void itsWordForWhyAReplyEndedIsUnderstood() throws InterruptedException {
    for (var word : words().entrySet()) {
      server.answers(200, reply("yes", word.getKey()));
      assertThat(open().ask(Asks.user("q")).finish()).as(word.getKey()).isEqualTo(word.getValue());
    }
  }

  @Test
  void theTokensItCountedAreTold() throws InterruptedException {
    server.answers(200, done());
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.inputTokens()).isEqualTo(19);
    assertThat(reply.outputTokens()).isEqualTo(10);
    assertThat(reply.cached()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"19\"", "-19", "1e30", "99999999999", "19.5", "{}", "[19]", "true"})
  void aCountThatIsNoCountIsUnknownAndTheReplyIsKept(String count) throws InterruptedException {
    server.answers(200, done().replaceFirst(":\\s*19\\b", ":" + count));
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.text()).isEqualTo("yes");
    assertThat(reply.inputTokens()).isNull();
    assertThat(reply.outputTokens()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "network_error", "ABORT", "cancelled", "timeout", "pause_turn"})
  void aReplyThatFailedInTheMiddleIsNone(String word) {
    server.answers(200, reply("ye", word));
    assertThat(failure(open()))
        .hasMessage("the reply is no whole one: it ended with '" + word + "'")
        .extracting(ProviderError::kind)
        .isEqualTo(Kind.BROKEN_OFF);
  }

  @Test
  void anUnknownWordIsAFailureOnlyWhereNothingIsSaid() throws InterruptedException {
    for (String silence : new String[] {"", "  ", "<think>hm</think>"}) {
      server.answers(200, reply(silence, "weird"));
      assertThat(failure(open()))
          .hasMessage("the reply says nothing: it ended with 'weird'")
          .extracting(ProviderError::kind)
          .isEqualTo(Kind.BROKEN_OFF);
    }
    server.answers(200, reply("yes", "weird"));
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.OTHER);
  }

  @Test
  void aReplyThatIsDoneMaySayNothing() throws InterruptedException {
    server.answers(200, done().replace("yes", ""));
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.text()).isEmpty();
    assertThat(reply.finish()).isEqualTo(Finish.STOP);
  }

  @Test
  void anErrorThatIsCalledASuccessIsUnderstood() {
    server.answers(200, "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}");
    assertThat(failure(open()).kind()).isEqualTo(Kind.QUOTA_EXHAUSTED);
    server.answers(200, "{\"code\":\"InvalidApiKey\",\"message\":\"Invalid API-key provided.\"}");
    assertThat(failure(open()).kind()).isEqualTo(Kind.KEY_REFUSED);
  }

  private static ProviderError failure(ChatLlm llm) {
    var error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void longTextsArriveAsTheyAre() {
    String one = "\"quoted\" \\ \u0001\t\n \u00e9 \ud83d\ude00 \u05d0 </script> / ".repeat(400);
    String two = "long-text-100000 ".repeat(200);
    server.answers(200, "{}");
    var messages =
        List.of(
            new Ask.Message(Ask.Role.SYSTEM, one),
            new Ask.Message(Ask.Role.USER, two),
            new Ask.Message(Ask.Role.ASSISTANT, "short"),
            new Ask.Message(Ask.Role.USER, one + two));
    var ask = new Ask("m", messages, null, null, null, null, false, 0);
    assertThatThrownBy(() -> open().ask(ask)).isInstanceOf(ProviderError.class);
    assertThat(said(server.request().json()))
        .containsExactly("system " + one, "user " + two, "assistant short", "user " + one + two);
  }

  @Test
  void aRequestIsSentOnceAndARefusalKeepsItsKind() {
    server.answers(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "3");
    var llm = open();
    var error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(server.requests()).hasSize(1);
    server.answers(503, "<html>down</html>");
    error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(server.requests()).hasSize(2);
    server.answers(400, "{\"error\":{\"message\":\"too long\"}}");
    error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void anExpiredKeyIsRefusedWithoutBeingShown() {
    server.answers(401, "{\"error\":{\"message\":\"expired: " + KEY + "\"}}");
    var llm = open();
    var error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.KEY_REFUSED);
    if (Provider.named(id()).keyVariable() != null) {
      for (Throwable t = error; t != null; t = t.getCause()) {
        assertThat(t.toString()).doesNotContain(KEY);
      }
    }
    assertThat(llm.toString()).doesNotContain(KEY);
    assertThat(server.request().json().toString()).doesNotContain(KEY);
  }

  @Test
  void jsonOfAnotherProtocolIsMalformed() {
    for (String body : new String[] {"{\"hello\": 1}", "[]", "{\"choices\": []}"}) {
      server.answers(200, body);
      var llm = open();
      assertThatThrownBy(() -> llm.ask(Asks.user("q")))
          .as(body)
          .isInstanceOfSatisfying(
              ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED_REPLY));
    }
  }

  @Test
  void withoutAKeyTheProviderIsNotOpened() {
    var provider = Provider.named(id());
    Assumptions.assumeTrue(provider.keyVariable() != null);
    var spec = new ModelSpec(provider, "m", "m", null, null);
    assertThatThrownBy(() -> provider.open(spec, Connection.to(List.of())))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "no key for %s: set %s, or put it into .env", provider.id(), provider.keyVariable());
  }

  @Test
  void aRequestWithoutMessagesIsRejectedBeforeItIsSent() {
    var llm = open();
    var ask = new Ask("m", List.of(), null, null, null, null, false, 0);
    assertThatThrownBy(() -> llm.ask(ask))
        .isInstanceOfSatisfying(
            ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.REJECTED));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aThreadThatWaitsCanBeInterrupted() throws InterruptedException {
    var asked = new CountDownLatch(1);
    server.answers(exchange -> {
      asked.countDown();
      try {
        new CountDownLatch(1).await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    var thrown = new AtomicReference<Throwable>();
    var llm = open();
    var thread =
        Thread.startVirtualThread(() -> {
          try {
            llm.ask(Asks.user("q"));
          } catch (InterruptedException | RuntimeException e) {
            thrown.set(e);
          }
        });
    asked.await();
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }
}
