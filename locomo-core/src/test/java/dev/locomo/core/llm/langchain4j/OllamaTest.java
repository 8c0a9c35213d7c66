package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ollama's chat. */
class OllamaTest extends ChatLlmContract {
  @Override
  String id() {
    return "ollama";
  }

  @Override
  String version() {
    return "";
  }

  @Override
  String reply(String text, String finish) {
    return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\""
        + text
        + "\"},\"done_reason\":\""
        + finish
        + "\",\"done\":true,\"prompt_eval_count\":19,\"eval_count\":10}";
  }

  @Override
  Map<String, Finish> words() {
    return Map.of("stop", Finish.STOP, "length", Finish.LENGTH, "load", Finish.OTHER);
  }

  @Override
  List<String> said(JsonNode request) {
    return messages(request.path("messages"), "role", "/content");
  }

  @Override
  Map<String, String> parameters() {
    return Map.of(
        "temperature",
        "/options/temperature",
        "top_p",
        "/options/top_p",
        "max_tokens",
        "/options/num_predict",
        "seed",
        "/options/seed",
        "json",
        "/format");
  }

  @Test
  void itsPublishedExampleIsReadInFull() throws InterruptedException {
    server.answers(
        200,
        """
        {"model": "llama3.2", "created_at": "2023-12-12T14:13:43.416799Z",
         "message": {"role": "assistant", "content": "7 May"}, "done_reason": "stop", "done": true,
         "total_duration": 5191566416, "load_duration": 2154458, "prompt_eval_count": 26,
         "prompt_eval_duration": 383809000, "eval_count": 298, "eval_duration": 4799921000}
        """);
    var reply = open().ask(Asks.full("llama3.2"));

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
  void aReplyInTheFieldForThoughtsIsAllThought() throws InterruptedException {
    server.answers(
        200,
        "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"hm\"},"
            + "\"done_reason\":\"stop\",\"done\":true}");
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.THOUGHT);
  }

  @Test
  void aModelThatWasOnlyLoadedHasNotReplied() {
    server.answers(
        200,
        "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"load\",\"done\":true}");
    assertThatThrownBy(() -> open().ask(Asks.user("q")))
        .hasMessage("the reply says nothing: it ended with 'load'");
  }

  @Test
  void theFirstPieceOfAStreamIsNoReply() {
    server.answers(200, "{\"message\":{\"content\":\"a blue \"},\"done\":false}");
    assertThatThrownBy(() -> open().ask(Asks.user("q")))
        .hasMessage("the reply is no whole one: it ended with 'not finished'");
  }
}
