package dev.locomo.core.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that misbehaves in every way that providers do. */
class HttpTest {
  private static final String KEY = "sk-very-secret-1234";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(150);
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpCall call(Duration timeout) {
    return new HttpCall(
        URI.create(server.url() + "/v1/x"),
        Map.of("Authorization", "Bearer " + KEY, "Content-Type", "application/json"),
        "{\"q\":\"\u00e9\"}",
        timeout);
  }

  private ProviderError failure(Duration timeout) {
    var error = catchThrowableOfType(ProviderError.class, () -> Http.post(call(timeout)));
    assertThat(error).isNotNull();
    assertThat(error.toString()).doesNotContain(KEY);
    return error;
  }

  @Test
  void aReplyKeepsItsHeadersAndJson() throws InterruptedException {
    server.answers(200, "{\"a\":{\"b\":\"\u00fc\"}}", "X-Request-Id", "r1");
    var reply = Http.post(call(LONG));
    assertThat(reply.text("/a/b")).isEqualTo("\u00fc");
    assertThat(reply.requestId()).isEqualTo("r1");
    assertThat(reply.latency()).isPositive();
    assertThat(server.request().body()).isEqualTo("{\"q\":\"\u00e9\"}");
  }

  @Test
  void aKeyThatIsThereTwiceIsNoReasonToLoseAReply() throws InterruptedException {
    server.answers(200, "{\"a\":1,\"a\":2}");
    assertThat(Http.post(call(LONG)).json().path("a").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "401, KEY_REFUSED",
    "402, QUOTA_EXHAUSTED",
    "403, KEY_REFUSED",
    "404, REJECTED",
    "408, TIMEOUT",
    "413, CONTEXT_TOO_LONG",
    "422, REJECTED",
    "429, RATE_LIMITED",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "529, UNAVAILABLE"
  })
  void aStatusIsAKindOfFailure(int status, Kind kind) {
    server.answers(status, "{\"error\":{\"message\":\"not\\n today\"}}");
    var error = failure(LONG);
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error).hasMessageContaining(status + ": not today");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|{\"error\":{\"code\":\"insufficient_quota\"}}|QUOTA_EXHAUSTED",
        "400|{\"error\":{\"message\":\"Your credit balance is too low to\"}}|QUOTA_EXHAUSTED",
        "429|{\"error\":{\"details\":[{\"quotaId\":\"RequestsPerDayPerModel\"}]}}|QUOTA_EXHAUSTED",
        "400|{\"error\":{\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}|KEY_REFUSED",
        "400|{\"error\":{\"code\":\"content_filter\"}}|FILTERED",
        "400|{\"error\":{\"code\":\"context_length_exceeded\"}}|CONTEXT_TOO_LONG"
      })
  void theProvidersWordsRefineTheStatus(int status, String body, Kind kind) {
    server.answers(status, body);
    assertThat(failure(LONG).kind()).isEqualTo(kind);
  }

  @Test
  void aKeyThatTheServerRepeatsIsMasked() {
    server.answers(401, "{\"error\":{\"message\":\"Incorrect key " + KEY + " given\"}}");
    assertThat(failure(LONG)).hasMessageContaining("Incorrect key ...1234 given");
    assertThat(call(LONG).toString()).doesNotContain(KEY);
  }

  @Test
  void theWaitThatTheProviderAsksForIsKept() {
    server.answers(429, "{}", "Retry-After", "7");
    assertThat(failure(LONG).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    server.answers(429, "{}");
    assertThat(failure(LONG).retryAfter()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><title>Login</title></html>", "", "{\"a\":", "\"text\"", "nope"})
  void whatIsNotAJsonDocumentIsMalformed(String body) {
    server.answers(200, body);
    assertThat(failure(LONG).kind()).isEqualTo(Kind.MALFORMED_REPLY);
  }

  @Test
  void aPageOfHtmlIsNamedAsSuch() {
    server.answers(200, "<html>\n<title>Login</title></html>");
    assertThat(failure(LONG)).hasMessageContaining("an HTML page: <html> <title>Login");
  }

  @Test
  void anErrorThatIsCalledASuccessIsAFailure() {
    server.answers(200, "{\"error\":{\"message\":\"upstream is down\"}}");
    assertThat(failure(LONG)).hasMessageContaining("upstream is down");
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.answers(307, "", "Location", "https://elsewhere.example/v1");
    var error = failure(LONG);
    assertThat(error.kind()).isEqualTo(Kind.REJECTED);
    assertThat(error).hasMessageContaining("elsewhere.example");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aReplyThatIsTooLargeIsNotReadToItsEnd() {
    server.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      var spaces = " ".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 10; i++) {
        exchange.getResponseBody().write(spaces);
      }
    });
    var error = failure(LONG);
    assertThat(error.kind()).isEqualTo(Kind.MALFORMED_REPLY);
    assertThat(error).hasMessageContaining("more than 8388608 bytes");
  }

  private void answersPacked(int status, String coding, byte[] body) {
    server.answers(exchange -> {
      exchange.getResponseHeaders().add("Content-Encoding", coding);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    });
  }

  private static byte[] deflated(byte[] plain, boolean bare) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes, new Deflater(9, bare))) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzipped(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void aPackedBodyIsUnpackedWhateverItsStatus() throws Exception {
    byte[] plain = "{\"a\":{\"b\":\"\u00fc\"}}".getBytes(UTF_8);
    var packed =
        Map.of(
            "gzip", gzipped(plain),
            "x-gzip", gzipped(plain),
            "GZIP, identity", gzipped(plain),
            "gzip, gzip", gzipped(gzipped(plain)),
            "identity", plain,
            "deflate", deflated(plain, false),
            " Deflate", deflated(plain, true));
    for (var each : packed.entrySet()) {
      answersPacked(200, each.getKey(), each.getValue());
      assertThat(Http.post(call(LONG)).text("/a/b")).as(each.getKey()).isEqualTo("\u00fc");
    }
    answersPacked(200, "gzip", plain);
    assertThat(Http.post(call(LONG)).text("/a/b")).as("unpacked on the way").isEqualTo("\u00fc");
    answersPacked(429, "gzip", gzipped("{\"error\":{\"message\":\"slow down\"}}".getBytes(UTF_8)));
    assertThat(failure(LONG)).hasMessageContaining("429: slow down");
  }

  @Test
  void aPackedBodyThatCannotBeReadIsMalformed() throws IOException {
    byte[] packed = gzipped("{\"a\":\"long enough to be cut\"}".getBytes(UTF_8));
    answersPacked(200, "gzip", Arrays.copyOf(packed, packed.length / 2));
    assertThat(failure(LONG)).hasMessageContaining("broke off");
    answersPacked(200, "br", new byte[] {33, 8, 0, 4, 97});
    assertThat(failure(LONG)).hasMessageContaining("packed as 'br'");
    answersPacked(200, "gzip", gzipped(new byte[20 << 20]));
    assertThat(failure(LONG)).hasMessageContaining("more than 8388608 bytes");
  }

  @Test
  void aBodyThatIsNoUtf8IsReadInTheCharsetThatItsHeaderNames() throws InterruptedException {
    for (String charset : new String[] {"iso-8859-1", "\"UTF-16\"", "utf-16le", "utf8", "weird"}) {
      var set = charset.equals("weird") ? "UTF-8" : charset.replace("\"", "");
      server.answers(exchange -> {
        byte[] body = "{\"a\":{\"b\":\"\u00fc\"}}".getBytes(set);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=" + charset);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      });
      assertThat(Http.post(call(LONG)).text("/a/b")).as(charset).isEqualTo("\u00fc");
    }
  }

  @Test
  void aNumberThatIsNoneIsNoReasonToLoseAReply() throws InterruptedException {
    server.answers(200, "{\"a\":{\"b\":\"yes\"},\"logprob\":-Infinity,\"x\":NaN}");
    assertThat(Http.post(call(LONG)).text("/a/b")).isEqualTo("yes");
  }

  @Test
  void aByteOrderMarkIsNoPartOfABody() throws InterruptedException {
    server.answers(200, "\uFEFF{\"a\":1}");
    assertThat(Http.post(call(LONG)).json().path("a").asInt()).isEqualTo(1);
  }

  private String streamed(String... chunks) throws InterruptedException {
    server.answers(200, String.join("", chunks), "Content-Type", "text/event-stream");
    return Http.post(call(LONG)).body();
  }

  @Test
  void eventsOfOpenAiAreOneReply() throws InterruptedException {
    assertThat(
            streamed(
                ": ping\n\n",
                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                    + "\"content\":\"a \"},\"finish_reason\":null}]}\r\n\r\n",
                "data:"
                    + " {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bike\"}}]}\n\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7}}\n\n",
                "data: [DONE]\n\n"))
        .isEqualTo(
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"a bike\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":7}}");
  }

  @Test
  void eventsOfGeminiAndLinesOfOllamaAreOneReplyToo() throws InterruptedException {
    assertThat(
            streamed(
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a \"}]}}]}\n\n",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"bike\"}]},"
                    + "\"finishReason\":\"STOP\"}]}\n\n"))
        .isEqualTo(
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a \"},{\"text\":\"bike\"}]},"
                + "\"finishReason\":\"STOP\"}]}");
    assertThat(
            streamed(
                "{\"message\":{\"content\":\"a \"},\"done\":false}\n",
                "{\"message\":{\"content\":\"bike\"},\"done\":true,\"eval_count\":3}\n"))
        .isEqualTo("{\"message\":{\"content\":\"a bike\"},\"done\":true,\"eval_count\":3}");
  }

  @Test
  void eventsWithoutLinesBetweenAndPartsInPiecesAreOneReply() throws InterruptedException {
    assertThat(
            streamed(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a \"}}]}\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bike\"}}]}\n",
                "data: [DONE]\n"))
        .isEqualTo("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a bike\"}}]}");
    assertThat(
            streamed(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"text\":\"a \"}]}}]}\n\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"text\":\"b\"}]}}]}\n\n",
                "data: [DONE]\n"))
        .contains("[{\"text\":\"a \"},{\"text\":\"b\"}]");
  }

  @Test
  void signsThatEndLinesElsewhereAreTextInsideAnEvent() throws InterruptedException {
    for (String between : List.of("\n", "\n\n", "\r\n\r\n")) {
      assertThat(
              streamed(
                  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\u2028\u2028\"}}]}"
                      + between,
                  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\u0085b\"}}]}"
                      + between,
                  "data: [DONE]\n"))
          .isEqualTo(
              "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\u2028\u2028\u0085b\"}}]}");
    }
    assertThat(
            streamed(
                "{\"message\":{\"content\":\"a\u2028\"},\"done\":false}\n",
                "{\"message\":{\"content\":\"b\"},\"done\":true}\n"))
        .isEqualTo("{\"message\":{\"content\":\"a\u2028b\"},\"done\":true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: {\"error\":\"upstream is down\"}|upstream is down",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}|broke off before its"
            + " end",
        "data: {\"error\":{\"message\":\"upstream is down\"}}|upstream is down",
        "data: {\"type\":\"message_start\"}|a stream of events, which was not asked for",
        "data: hello|a stream of events, which was not asked for"
      })
  void aStreamThatIsNoReplyIsNamed(String body, String named) {
    server.answers(200, body);
    var error = failure(LONG);
    assertThat(error.kind())
        .isEqualTo(named.contains("upstream") ? Kind.UNAVAILABLE : Kind.MALFORMED_REPLY);
    assertThat(error).hasMessageContaining(named);
  }

  @Test
  void aServerThatNeverAnswersRunsIntoTheDeadline() {
    var done = new CountDownLatch(1);
    server.answers(exchange -> await(done));
    assertThat(failure(SHORT).kind()).isEqualTo(Kind.TIMEOUT);
    done.countDown();
  }

  @Test
  void aServerThatDripsRunsIntoTheDeadline() {
    server.answers(HttpTest::drip);
    assertThat(failure(SHORT).kind()).isEqualTo(Kind.TIMEOUT);
  }

  /** Until the client has gone, which the next byte but one finds out. */
  private static void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    for (int i = 0; i < 500; i++) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      await(new CountDownLatch(1), 20);
    }
  }

  private static void await(CountDownLatch latch) {
    await(latch, 10_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aReplyThatBreaksOffIsMalformed() {
    server.answers(exchange -> {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      exchange.close();
    });
    assertThat(failure(LONG).kind()).isEqualTo(Kind.MALFORMED_REPLY);
  }

  @Test
  void aConnectionThatClosesWithoutAnAnswerIsAConnectionFailure() {
    server.answers(HttpExchange::close);
    var error = failure(LONG);
    assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(error).hasMessageContaining("closed without an answer");
  }

  @Test
  void aPortWithoutAServerIsAConnectionFailure() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var call = new HttpCall(URI.create("http://localhost:" + port + "/v1"), Map.of(), "{}", LONG);
    var error = catchThrowableOfType(ProviderError.class, () -> Http.post(call));
    assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(error)
        .hasMessageStartingWith("localhost:" + port + ": no connection: connection refused");
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    var call = new HttpCall(URI.create("http://llm.example.invalid/v1"), Map.of(), "{}", LONG);
    var error = catchThrowableOfType(ProviderError.class, () -> Http.post(call));
    assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(error).hasMessageContaining("unknown host llm.example.invalid");
  }

  @Test
  void aRefusalThatComesBeforeTheClientLooksIsOne() {
    var failure = new ConnectException();
    failure.initCause(new ClosedChannelException());
    assertThat(Unreached.why(URI.create("http://localhost:9/v1"), failure))
        .startsWith("connection refused by localhost");
  }
}
