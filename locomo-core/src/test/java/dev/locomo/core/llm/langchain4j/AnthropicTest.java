package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anthropic's messages. */
class AnthropicTest extends ChatLlmContract {
  @Override
  String id() {
    return "anthropic";
  }

  @Override
  String version() {
    return "/v1";
  }

  @Override
  String reply(String text, String finish) {
    return "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":"
        + "[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}],\"stop_reason\":\""
        + finish
        + "\",\"usage\":{\"input_tokens\":19,\"output_tokens\":10}}";
  }

  @Override
  Map<String, Finish> words() {
    return Map.of(
        "end_turn",
        Finish.STOP,
        "stop_sequence",
        Finish.STOP,
        "max_tokens",
        Finish.LENGTH,
        "refusal",
        Finish.FILTERED,
        "model_context_window_exceeded",
        Finish.LENGTH,
        "tool_use",
        Finish.OTHER);
  }

  @Override
  List<String> said(JsonNode request) {
    var all = new ArrayList<String>();
    request.path("system").forEach(part -> all.add("system " + part.path("text").textValue()));
    all.addAll(messages(request.path("messages"), "role", "/content/0/text"));
    return all;
  }

  @Override
  Map<String, String> parameters() {
    return Map.of("temperature", "/temperature", "top_p", "/top_p");
  }

  @Test
  void itsPublishedExampleIsReadInFull() throws InterruptedException {
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
    var reply = open().ask(Asks.full("claude"));

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
    var reply = open().ask(Asks.user("q"));
    assertThat(server.request().json().path("max_tokens").intValue())
        .isEqualTo(Anthropic.MAX_TOKENS);
    assertThat(reply.finish()).isEqualTo(Finish.FILTERED);
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void theEndOfWhatIsSharedIsMarkedAndTheTextStaysTheSame() throws InterruptedException {
    server.answers(200, reply("yes", "end_turn"));
    String chat = "\"Ann\": hi \n".repeat(400);
    var ask = Ask.of("m", "Be brief.", chat + "\n\nWhen?", 10).sharing(chat.length());
    open().ask(ask);
    var content = server.request().json().at("/messages/0/content");
    assertThat(content).hasSize(2);
    assertThat(content.at("/0/text").asText()).isEqualTo(chat);
    assertThat(content.at("/0/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(content.at("/1/text").asText()).isEqualTo("\n\nWhen?");
    assertThat(content.at("/1").has("cache_control")).isFalse();

    open().ask(Ask.of("m", "Be brief.", chat + "\n\nWhen?", 10));
    assertThat(server.request().body()).doesNotContain("cache_control");
    open().ask(Ask.of("m", "Be brief.", "short\n\nWhen?", 10).sharing(5));
    assertThat(server.request().body()).as("too short for any cache").doesNotContain("cache_");
  }

  @Test
  void whatItsCacheGaveAndTookIsPartOfThePrompt() throws InterruptedException {
    server.answers(
        200,
        reply("yes", "end_turn")
            .replace(
                "\"input_tokens\":19",
                "\"input_tokens\":19,\"cache_read_input_tokens\":2000,"
                    + "\"cache_creation_input_tokens\":300"));
    var reply = open().ask(Asks.user("q"));
    assertThat(reply.inputTokens()).isEqualTo(2319);
    assertThat(reply.prefix()).isEqualTo(new Tokens.Prefix(2000, 300));
  }

  @Test
  void textBlocksAreOneTextAndThoughtsAreNoneOfIt() throws InterruptedException {
    server.answers(
        200,
        """
        {"type": "message", "role": "assistant", "model": "c", "stop_reason": "end_turn",
         "content": [{"type": "thinking", "thinking": "hm", "signature": "s"},
           {"type": "redacted_thinking", "data": "x"}, {"type": "text", "text": "a blue "},
           {"type": "text", "text": "bicycle"}, {"type": "tool_use", "id": "t", "input": {}}],
         "usage": {"input_tokens": 1, "output_tokens": 2}}
        """);
    assertThat(open().ask(Asks.user("q")).text()).isEqualTo("a blue bicycle");
    server.answers(
        200,
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"}],\"stop_reason\":\"end_turn\"}");
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.THOUGHT);
    server.answers(200, "{\"content\":\"a blue bicycle\",\"stop_reason\":\"end_turn\"}");
    assertThat(open().ask(Asks.user("q")).text()).isEqualTo("a blue bicycle");
  }

  @Test
  void aRefusalWithoutContentIsFiltered() throws InterruptedException {
    server.answers(200, "{\"content\":[],\"stop_reason\":\"refusal\"}");
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.FILTERED);
  }
}
