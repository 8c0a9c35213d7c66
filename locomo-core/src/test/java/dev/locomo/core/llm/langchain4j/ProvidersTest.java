package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The requests are those of the providers' published APIs; the replies are full ones. */
class ProvidersTest {
  private static final String KEY = "sk-very-secret-1234";
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ChatLlm open(Provider provider, String version) {
    var spec = new ModelSpec(provider, "m", "m", null, 8192);
    var connection =
        new Connection(server.url() + version, List.of(new ApiKey(KEY)), Duration.ofSeconds(20));
    return Providers.open(spec, connection);
  }

  private static final String OPENAI_REPLY =
      """
      {"id": "chatcmpl-1", "object": "chat.completion", "created": 1741569952,
       "model": "gpt-4o-2024-08-06",
       "choices": [{"index": 0, "message": {"role": "assistant", "content": "7 May",
         "refusal": null, "annotations": []}, "logprobs": null, "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29,
         "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
         "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0,
           "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}},
       "service_tier": "default", "system_fingerprint": "fp_1"}
      """;

  @Test
  void openAi() throws InterruptedException {
    server.answers(200, OPENAI_REPLY, "x-request-id", "req_1");
    var reply = open(Provider.OPENAI, "/v1").ask(Asks.full("gpt-4o"));

    assertThat(server.request().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.request().method()).isEqualTo("POST");
    assertThat(server.request().headers().get("Authorization")).containsExactly("Bearer " + KEY);
    var sent = server.request().json();
    assertThat(sent.path("model").textValue()).isEqualTo("gpt-4o");
    assertThat(sent.path("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"When? \u00e9\"},"
                + "{\"role\":\"assistant\",\"content\":\"Who?\"},"
                + "{\"role\":\"user\",\"content\":\"Ann.\"}]");
    assertThat(sent.path("temperature").doubleValue()).isZero();
    assertThat(sent.path("top_p").doubleValue()).isEqualTo(0.9);
    assertThat(sent.path("max_tokens").intValue()).isEqualTo(32);
    assertThat(sent.path("seed").intValue()).isEqualTo(7);
    assertThat(sent.at("/response_format/type").textValue()).isEqualTo("json_object");
    assertThat(reply)
        .isEqualTo(
            new Reply(
                "7 May",
                Finish.STOP,
                19,
                10,
                "gpt-4o-2024-08-06",
                "req_1",
                reply.latency(),
                false));
  }

  @ParameterizedTest
  @EnumSource(names = "EXTRACTIVE", mode = EnumSource.Mode.EXCLUDE)
  void longTextsArriveAsTheyAre(Provider provider) throws InterruptedException {
    Assumptions.assumeTrue(provider.baseUrl() != null);
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
    assertThatThrownBy(() -> open(provider, "/v1").ask(ask)).isInstanceOf(ProviderError.class);
    var texts = new ArrayList<String>();
    collect(server.request().json(), texts);
    assertThat(texts).containsSubsequence(two, "short", one + two).contains(one);
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.forEach(child -> collect(child, texts));
  }

  @Test
  void whatIsNotSetIsNotSent() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var reply = open(Provider.OPENAI, "/v1").ask(Asks.user("q"));
    assertThat(names(server.request().json()))
        .containsExactlyInAnyOrder("model", "messages", "stream");
    assertThat(reply.requestId()).isEqualTo("chatcmpl-1");
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  @Test
  void aReasoningModelGetsTheLimitUnderItsNewName() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    open(Provider.OPENAI, "/v1").ask(Asks.full("o3-mini"));
    assertThat(server.request().json().path("max_completion_tokens").intValue()).isEqualTo(32);
    assertThat(server.request().json().has("max_tokens")).isFalse();
  }

  @Test
  void aSeedOfMoreThan31BitsIsCutToThem() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var ask = Asks.user("q");
    open(Provider.OPENAI, "/v1")
        .ask(new Ask("m", ask.messages(), null, null, null, (1L << 40) + 5, false, 0));
    assertThat(server.request().json().path("seed").longValue()).isEqualTo(5);
  }

  @Test
  void aCompatibleServerNeedsNoKeyAndMaySayLittle() throws InterruptedException {
    server.answers(
        200, "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"yes\"}}]}");
    var spec = ModelSpec.parse("huggingface:org/model");
    var llm =
        Providers.open(
            spec, new Connection(server.url() + "/v1/", List.of(), Duration.ofSeconds(20)));
    var reply = llm.ask(Asks.user("q"));
    assertThat(server.request().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.request().headers().containsKey("Authorization")).isFalse();
    assertThat(reply)
        .isEqualTo(new Reply("yes", Finish.OTHER, null, null, null, null, reply.latency(), false));
  }

  @Test
  void anthropic() throws InterruptedException {
    server.answers(
        200,
        """
        {"id": "msg_1", "type": "message", "role": "assistant",
         "model": "claude-sonnet-4-5-20250929",
         "content": [{"type": "text", "text": "7 May"}],
         "stop_reason": "max_tokens", "stop_sequence": null,
         "usage": {"input_tokens": 2095, "cache_creation_input_tokens": 0,
           "cache_read_input_tokens": 0, "output_tokens": 503, "service_tier": "standard"}}
        """,
        "request-id",
        "req_2");
    var reply = open(Provider.ANTHROPIC, "/v1").ask(Asks.full("claude"));

    assertThat(server.request().path()).isEqualTo("/v1/messages");
    assertThat(server.request().headers().getFirst("x-api-key")).isEqualTo(KEY);
    assertThat(server.request().headers().getFirst("anthropic-version")).isEqualTo("2023-06-01");
    var sent = server.request().json();
    assertThat(sent.at("/system/0/text").textValue()).isEqualTo("Be brief.");
    assertThat(sent.path("messages")).hasSize(3);
    assertThat(sent.at("/messages/1/role").textValue()).isEqualTo("assistant");
    assertThat(sent.path("max_tokens").intValue()).isEqualTo(32);
    assertThat(sent.path("temperature").doubleValue()).isZero();
    assertThat(sent.path("top_p").doubleValue()).isEqualTo(0.9);
    assertThat(sent.has("seed")).isFalse();
    assertThat(reply)
        .isEqualTo(
            new Reply(
                "7 May",
                Finish.LENGTH,
                2095,
                503,
                "claude-sonnet-4-5-20250929",
                "req_2",
                reply.latency(),
                false));
  }

  @Test
  void anthropicIsAlwaysToldALimit() throws InterruptedException {
    server.answers(
        200,
        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],"
            + "\"stop_reason\":\"refusal\",\"usage\":{\"input_tokens\":5,\"output_tokens\":0}}");
    var reply = open(Provider.ANTHROPIC, "/v1").ask(Asks.user("q"));
    assertThat(server.request().json().path("max_tokens").intValue())
        .isEqualTo(AnthropicDialect.MAX_TOKENS);
    assertThat(reply.finish()).isEqualTo(Finish.FILTERED);
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void gemini() throws InterruptedException {
    server.answers(
        200,
        """
        {"candidates": [{"content": {"parts": [{"text": "7 May"}], "role": "model"},
           "finishReason": "STOP", "index": 0, "avgLogprobs": -0.1}],
         "usageMetadata": {"promptTokenCount": 19, "candidatesTokenCount": 10,
           "thoughtsTokenCount": 40, "totalTokenCount": 69,
           "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 19}]},
         "modelVersion": "gemini-2.5-flash-lite", "responseId": "resp_3"}
        """);
    var reply = open(Provider.GOOGLE, "/v1beta").ask(Asks.full("gemini-2.5-flash-lite"));

    assertThat(server.request().path())
        .isEqualTo("/v1beta/models/gemini-2.5-flash-lite:generateContent");
    assertThat(server.request().headers().getFirst("x-goog-api-key")).isEqualTo(KEY);
    var sent = server.request().json();
    assertThat(sent.at("/systemInstruction/parts/0/text").textValue()).isEqualTo("Be brief.");
    assertThat(sent.at("/contents/1/role").textValue()).isEqualTo("model");
    assertThat(sent.at("/contents/2/parts/0/text").textValue()).isEqualTo("Ann.");
    var config = sent.path("generationConfig");
    assertThat(config.path("temperature").doubleValue()).isZero();
    assertThat(config.path("topP").doubleValue()).isEqualTo(0.9);
    assertThat(config.path("maxOutputTokens").intValue()).isEqualTo(32);
    assertThat(config.path("seed").intValue()).isEqualTo(7);
    assertThat(config.path("responseMimeType").textValue()).isEqualTo("application/json");
    assertThat(reply)
        .isEqualTo(
            new Reply(
                "7 May",
                Finish.STOP,
                19,
                50,
                "gemini-2.5-flash-lite",
                "resp_3",
                reply.latency(),
                false));
  }

  @Test
  void aPromptThatGeminiBlocksIsFiltered() throws InterruptedException {
    server.answers(
        200,
        """
        {"promptFeedback": {"blockReason": "SAFETY"},
         "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 4}, "modelVersion": "g"}
        """);
    assertThat(open(Provider.GOOGLE, "/v1beta").ask(Asks.user("q")).finish())
        .isEqualTo(Finish.FILTERED);
  }

  @Test
  void aReplyThatGeminiBlocksIsFiltered() throws InterruptedException {
    server.answers(
        200,
        """
        {"candidates": [{"finishReason": "SAFETY", "index": 0, "safetyRatings": []}],
         "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 4}, "modelVersion": "g"}
        """);
    assertThat(open(Provider.GOOGLE, "/v1beta").ask(Asks.user("q")).finish())
        .isEqualTo(Finish.FILTERED);
  }

  @Test
  void mistral() throws InterruptedException {
    server.answers(
        200,
        """
        {"id": "cmpl-4", "object": "chat.completion", "model": "mistral-large-2411",
         "usage": {"prompt_tokens": 16, "completion_tokens": 34, "total_tokens": 50},
         "created": 1702256327,
         "choices": [{"index": 0, "message": {"content": "7 May", "tool_calls": null,
           "prefix": false, "role": "assistant"}, "finish_reason": "length"}]}
        """,
        "mistral-correlation-id",
        "corr_4");
    var reply = open(Provider.MISTRAL, "/v1").ask(Asks.full("mistral-large-2411"));

    assertThat(server.request().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.request().headers().getFirst("Authorization")).isEqualTo("Bearer " + KEY);
    var sent = server.request().json();
    assertThat(sent.path("messages")).hasSize(4);
    assertThat(sent.path("random_seed").intValue()).isEqualTo(7);
    assertThat(sent.path("max_tokens").intValue()).isEqualTo(32);
    assertThat(sent.path("top_p").doubleValue()).isEqualTo(0.9);
    assertThat(sent.at("/response_format/type").textValue()).isEqualTo("json_object");
    assertThat(reply)
        .isEqualTo(
            new Reply(
                "7 May",
                Finish.LENGTH,
                16,
                34,
                "mistral-large-2411",
                "corr_4",
                reply.latency(),
                false));
  }

  @Test
  void ollama() throws InterruptedException {
    server.answers(
        200,
        """
        {"model": "llama3.2", "created_at": "2023-12-12T14:13:43.416799Z",
         "message": {"role": "assistant", "content": "7 May"}, "done_reason": "stop", "done": true,
         "total_duration": 5191566416, "load_duration": 2154458, "prompt_eval_count": 26,
         "prompt_eval_duration": 383809000, "eval_count": 298, "eval_duration": 4799921000}
        """);
    var reply = open(Provider.OLLAMA, "").ask(Asks.full("llama3.2"));

    assertThat(server.request().path()).isEqualTo("/api/chat");
    var sent = server.request().json();
    assertThat(sent.path("messages")).hasSize(4);
    assertThat(sent.path("stream").booleanValue()).isFalse();
    assertThat(sent.path("format").textValue()).isEqualTo("json");
    assertThat(sent.at("/options/num_predict").intValue()).isEqualTo(32);
    assertThat(sent.at("/options/num_ctx").intValue()).isEqualTo(8192);
    assertThat(sent.at("/options/seed").intValue()).isEqualTo(7);
    assertThat(sent.at("/options/temperature").doubleValue()).isZero();
    assertThat(reply)
        .isEqualTo(
            new Reply("7 May", Finish.STOP, 26, 298, "llama3.2", null, reply.latency(), false));
  }

  @Test
  void aReplyThatTheContentFilterCutIsFiltered() throws InterruptedException {
    server.answers(
        200,
        OPENAI_REPLY
            .replace("\"stop\"", "\"content_filter\"")
            .replace("\"content\": \"7 May\"", "\"content\": null"));
    var reply = open(Provider.OPENAI, "/v1").ask(Asks.user("q"));
    assertThat(reply.finish()).isEqualTo(Finish.FILTERED);
    assertThat(reply.text()).isEmpty();
    server.answers(200, OPENAI_REPLY.replace("\"refusal\": null", "\"refusal\": \"No.\""));
    assertThat(open(Provider.OPENAI, "/v1").ask(Asks.user("q")).finish())
        .isEqualTo(Finish.FILTERED);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC", "GOOGLE", "MISTRAL", "OLLAMA", "HUGGINGFACE"})
  void everyProviderSendsOnceAndKeepsTheKindOfFailure(Provider provider) {
    server.answers(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "3");
    var llm = open(provider, "/v1");
    var error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(server.requests()).hasSize(1);
    server.answers(503, "<html>down</html>");
    error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC", "GOOGLE", "MISTRAL"})
  void anExpiredKeyIsRefusedWithoutBeingShown(Provider provider) {
    server.answers(401, "{\"error\":{\"message\":\"expired: " + KEY + "\"}}");
    var llm = open(provider, "/v1");
    var error = catchThrowableOfType(ProviderError.class, () -> llm.ask(Asks.user("q")));
    assertThat(error.kind()).isEqualTo(Kind.KEY_REFUSED);
    for (Throwable t = error; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(KEY);
    }
    assertThat(llm.toString()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC", "GOOGLE", "MISTRAL", "OLLAMA"})
  void jsonOfAnotherProtocolIsMalformed(Provider provider) {
    for (String body : new String[] {"{\"hello\": 1}", "[]", "{\"choices\": []}"}) {
      server.answers(200, body);
      var llm = open(provider, "/v1");
      assertThatThrownBy(() -> llm.ask(Asks.user("q")))
          .as(body)
          .isInstanceOfSatisfying(
              ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED_REPLY));
    }
  }

  @Test
  void withoutAKeyTheProviderIsNotCalled() {
    var llm = Providers.open(ModelSpec.parse("gpt-4o"), Connection.to(List.of()));
    assertThatThrownBy(() -> llm.ask(Asks.user("q")))
        .isInstanceOf(ProviderError.class)
        .hasMessage("no key for openai: set OPENAI_API_KEY, or put it into .env");
  }

  @Test
  void aRequestWithoutMessagesIsRejectedBeforeItIsSent() {
    var llm = open(Provider.OPENAI, "/v1");
    var ask = new Ask("m", List.of(), null, null, null, null, false, 0);
    assertThatThrownBy(() -> llm.ask(ask))
        .isInstanceOfSatisfying(
            ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.REJECTED));
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
    var llm = open(Provider.OPENAI, "/v1");
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
