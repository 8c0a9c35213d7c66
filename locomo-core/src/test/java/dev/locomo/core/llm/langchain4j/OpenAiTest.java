package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's chat completions; what the other servers that speak them may leave out. */
class OpenAiTest extends ChatLlmContract {
  @Override
  String id() {
    return "openai";
  }

  @Override
  String version() {
    return "/v1";
  }

  @Override
  String reply(String text, String finish) {
    return OPENAI_REPLY.replace("7 May", text).replace("\"stop\"", "\"" + finish + "\"");
  }

  @Override
  Map<String, Finish> words() {
    return Map.of(
        "stop",
        Finish.STOP,
        "length",
        Finish.LENGTH,
        "content_filter",
        Finish.FILTERED,
        "tool_calls",
        Finish.OTHER);
  }

  @Override
  List<String> said(JsonNode request) {
    return messages(request.path("messages"), "role", "/content");
  }

  @Override
  Map<String, String> parameters() {
    return Map.of(
        "temperature",
        "/temperature",
        "top_p",
        "/top_p",
        "max_tokens",
        "/max_tokens",
        "seed",
        "/seed",
        "json",
        "/response_format/type");
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
  void aDeploymentOfAzuresIsAskedAsAzureWants() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var spec = ModelSpec.parse("openai:gpt-4o");
    String base = server.url() + "/openai/deployments/mine?api-version=2024-06-01";
    spec.provider()
        .open(spec, new Connection(base, List.of(new ApiKey("k-1")), Duration.ofSeconds(20)))
        .ask(Asks.full("gpt-4o"));
    assertThat(server.request().path())
        .isEqualTo("/openai/deployments/mine/chat/completions?api-version=2024-06-01");
    assertThat(server.request().headers().getFirst("api-key")).isEqualTo("k-1");
    assertThat(server.request().headers().containsKey("Authorization")).isFalse();
  }

  @Test
  void itsPublishedExampleIsReadInFull() throws InterruptedException {
    server.answers(200, OPENAI_REPLY, "x-request-id", "req_1");
    var reply = open().ask(Asks.full("gpt-4o"));

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

  @Test
  void cachedTokensAreReadAsOpenAiAndAsDeepSeekTellThem() throws InterruptedException {
    server.answers(200, OPENAI_REPLY.replace("\"cached_tokens\": 0", "\"cached_tokens\": 12"));
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.inputTokens()).isEqualTo(19);
    assertThat(reply.prefix()).isEqualTo(new Tokens.Prefix(12, 0));
    server.answers(
        200,
        OPENAI_REPLY.replaceFirst(
            "(?s)\"prompt_tokens_details\": \\{[^}]*}",
            "\"prompt_cache_hit_tokens\": 16, \"prompt_cache_miss_tokens\": 3"));
    assertThat(open().ask(Asks.user("q")).prefix()).isEqualTo(new Tokens.Prefix(16, 0));
  }

  @Test
  void newerModelsAreToldWhatToKeepAndNothingElse() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var connection =
        new Connection(server.url() + version(), List.of(new ApiKey(KEY)), Duration.ofSeconds(20));
    var spec = ModelSpec.parse("openai:gpt-6.2-sol");
    var ask = Ask.of(spec.model(), "Be brief.", "x".repeat(5000) + "When?", 10);
    spec.provider().open(spec, connection).ask(ask.sharing(5000));
    var sent = server.request().json();
    var content = sent.at("/messages/1/content");
    assertThat(content).hasSize(2);
    assertThat(content.at("/0/text").asText()).isEqualTo("x".repeat(5000));
    assertThat(content.at("/0/prompt_cache_breakpoint/mode").asText()).isEqualTo("explicit");
    assertThat(content.at("/1/text").asText()).isEqualTo("When?");
    assertThat(sent.at("/prompt_cache_options/mode").asText()).isEqualTo("explicit");
    assertThat(sent.path("prompt_cache_key").asText()).hasSize(32);
    spec.provider().open(spec, connection).ask(ask);
    assertThat(server.request().body()).doesNotContain("prompt_cache");
  }

  @Test
  void itsRequestsAreTheSameWhetherTheyShareABeginningOrNot() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var ask = Ask.of("m", "Be brief.", "x".repeat(5000) + "When?", 10);
    open().ask(ask);
    open().ask(ask.sharing(5000));
    assertThat(server.requests().getFirst().body()).isEqualTo(server.requests().getLast().body());
  }

  @Test
  void whatIsNotSetIsNotSent() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var reply = open().ask(Asks.user("q"));
    assertThat(keys(server.request().json()))
        .containsExactlyInAnyOrder("model", "messages", "stream");
    assertThat(reply.requestId()).isEqualTo("chatcmpl-1");
  }

  @Test
  void aSeedOfMoreThan31BitsIsCutToThem() throws InterruptedException {
    server.answers(200, OPENAI_REPLY);
    var ask = Asks.user("q");
    open().ask(new Ask("m", ask.messages(), null, null, null, (1L << 40) + 5, false, 0));
    assertThat(server.request().json().path("seed").longValue()).isEqualTo(5);
  }

  private Reply asked(String message, String finish) throws InterruptedException {
    server.answers(
        200,
        "{\"choices\":[{\"message\":{\"role\":\"assistant\","
            + message
            + "},\"finish_reason\":"
            + finish
            + "}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
    return open().ask(Asks.user("q"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"content\":[{\"type\":\"text\",\"text\":\"a blue"
            + " \"},{\"type\":\"text\",\"text\":\"bicycle\"}]",
        "\"content\":[\"a blue\",\" bicycle\"]",
        "\"content\":[{\"text\":\"a blue bicycle\"}]",
        "\"content\":{\"type\":\"text\",\"text\":\"a blue bicycle\"}",
        "\"content\":[{\"type\":\"output_text\",\"text\":{\"value\":\"a blue bicycle\"}}]",
        "\"content\":[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"a"
            + " blue bicycle\"}]",
        "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"a"
            + " blue bicycle\"}]",
        "\"content\":[{\"type\":\"thinking\",\"text\":\"hm\"},{\"type\":\"text\",\"text\":\"a blue"
            + " bicycle\"},null,{\"type\":\"image_url\",\"text\":\"x\"},{\"type\":\"tool_use\",\"text\":\"x\"}]",
        "\"content\":\"a blue bicycle\",\"reasoning_content\":\"hm\",\"refusal\":\"\"",
        "\"content\":\"a blue bicycle\",\"reasoning\":\"hm\",\"refusal\":null,\"tool_calls\":[]",
        "\"content\":[{\"type\":\"text\",\"content\":\"a blue bicycle\"}]",
        "\"content\":[{\"text\":\"a blue bicycle\"},{\"reasoningContent\":{\"text\":\"hm\"}}]",
      })
  void theTextPartsOfAContentAreItsText(String message) throws InterruptedException {
    var reply = asked(message, "\"stop\"");
    assertThat(reply.text()).isEqualTo("a blue bicycle");
    assertThat(reply.finish()).isEqualTo(Finish.STOP);
    assertThat(reply.outputTokens()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":null,\"reasoning_content\":\"She bought it.\"",
        "\"content\":\"\",\"reasoning\":\"She bought it.\"",
        "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"She bought it.\"}]",
        "\"content\":[{\"type\":\"thinking\",\"thinking\":\"She bought it.\"}]",
        "\"content\":[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\"}}}]",
        "\"content\":null,\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\"}]",
        "\"content\":null,\"reasoning_text\":\"She bought it.\"",
      })
  void aReplyInTheFieldForThoughtsIsAllThought(String message) throws InterruptedException {
    assertThat(asked(message, "\"stop\"").finish()).isEqualTo(Finish.THOUGHT);
    assertThat(asked(message, "\"length\"").finish()).isEqualTo(Finish.LENGTH);
    assertThat(asked(message, "\"stop\"").text()).isEmpty();
    assertThatThrownBy(() -> asked(message, "null"))
        .isInstanceOf(ProviderError.class)
        .hasMessage("the reply says nothing and not why it ended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\":\"a blue bicycle\"",
        "\"delta\":{\"role\":\"assistant\",\"content\":\"a blue bicycle\"}",
        "\"message\":{\"content\":\"a blue bicycle\"},\"error\":{\"code\":0,\"message\":\"\"}"
      })
  void aReplyOfANeighbouringShapeIsRead(String choice) throws InterruptedException {
    server.answers(200, "{\"choices\":[{" + choice + ",\"finish_reason\":{\"type\":\"stop\"}}]}");
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.text()).isEqualTo("a blue bicycle");
    assertThat(reply.finish()).isEqualTo(Finish.STOP);
  }

  @Test
  void anObjectThatAGatewayHasParsedIsTextAgain() throws InterruptedException {
    assertThat(asked("\"content\":{\"verdict\":\"correct\"}", "\"stop\"").text())
        .isEqualTo("{\"verdict\":\"correct\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"message\":null", ",\"message\":{}"})
  void aChoiceWithoutAMessageIsNoEmptyAnswer(String message) {
    server.answers(200, "{\"choices\":[{\"finish_reason\":\"stop\"" + message + "}]}");
    assertThatThrownBy(() -> open().ask(Asks.user("q")))
        .isInstanceOfSatisfying(
            ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED_REPLY));
  }

  @Test
  void aChoiceWithAnErrorIsNoReply() {
    server.answers(
        200,
        """
        {"id": "gen-1", "choices": [{"index": 0, "finish_reason": "error",
          "error": {"code": 502, "message": "Upstream error: connection lost"},
          "message": {"role": "assistant", "content": "a bl"}}]}
        """);
    assertThatThrownBy(() -> open().ask(Asks.user("q")))
        .hasMessageEndingWith("answered 200, error 502: Upstream error: connection lost")
        .isInstanceOfSatisfying(
            ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void aRefusalInPartsIsFiltered() throws InterruptedException {
    var reply = asked("\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]", "\"stop\"");
    assertThat(reply.finish()).isEqualTo(Finish.FILTERED);
  }

  @Test
  void aReplyThatTheContentFilterCutIsFiltered() throws InterruptedException {
    server.answers(
        200,
        OPENAI_REPLY
            .replace("\"stop\"", "\"content_filter\"")
            .replace("\"content\": \"7 May\"", "\"content\": null"));
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.finish()).isEqualTo(Finish.FILTERED);
    assertThat(reply.text()).isEmpty();
    server.answers(200, OPENAI_REPLY.replace("\"refusal\": null", "\"refusal\": \"No.\""));
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.FILTERED);
  }
}
