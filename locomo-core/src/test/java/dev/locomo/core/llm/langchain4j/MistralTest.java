package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mistral's chat completions. */
class MistralTest extends ChatLlmContract {
  @Override
  String id() {
    return "mistral";
  }

  @Override
  String version() {
    return "/v1";
  }

  @Override
  String reply(String text, String finish) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\""
        + text
        + "\",\"role\":\"assistant\"},\"finish_reason\":\""
        + finish
        + "\"}],\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10,\"total_tokens\":29}}";
  }

  @Override
  Map<String, Finish> words() {
    return Map.of(
        "stop",
        Finish.STOP,
        "length",
        Finish.LENGTH,
        "model_length",
        Finish.LENGTH,
        "tool_calls",
        Finish.OTHER);
  }

  @Override
  List<String> said(JsonNode request) {
    return messages(request.path("messages"), "role", "/content/0/text");
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
        "/random_seed",
        "json",
        "/response_format/type");
  }

  @Test
  void itsPublishedExampleIsReadInFull() throws InterruptedException {
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
    var reply = open().ask(Asks.full("mistral-large-2411"));

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
}
