package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Google's Gemini API. */
class GeminiTest extends ChatLlmContract {
  @Override
  String id() {
    return "google";
  }

  @Override
  String version() {
    return "/v1beta";
  }

  @Override
  String reply(String text, String finish) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
        + text
        + "\"}],\"role\":\"model\"},\"finishReason\":\""
        + finish
        + "\"}],\"usageMetadata\":{\"promptTokenCount\":19,\"candidatesTokenCount\":10}}";
  }

  @Override
  Map<String, Finish> words() {
    return Map.of(
        "STOP",
        Finish.STOP,
        "MAX_TOKENS",
        Finish.LENGTH,
        "SAFETY",
        Finish.FILTERED,
        "RECITATION",
        Finish.FILTERED,
        "OTHER",
        Finish.OTHER);
  }

  @Override
  List<String> said(JsonNode request) {
    var all = new ArrayList<String>();
    all.add("system " + request.at("/systemInstruction/parts/0/text").textValue());
    messages(request.path("contents"), "role", "/parts/0/text")
        .forEach(message -> all.add(message.replaceFirst("^model ", "assistant ")));
    return all;
  }

  @Override
  Map<String, String> parameters() {
    return Map.of(
        "temperature",
        "/generationConfig/temperature",
        "top_p",
        "/generationConfig/topP",
        "max_tokens",
        "/generationConfig/maxOutputTokens",
        "seed",
        "/generationConfig/seed",
        "json",
        "/generationConfig/responseMimeType");
  }

  @Test
  void itsPublishedExampleIsReadInFull() throws InterruptedException {
    server.answers(
        200,
        """
        {"candidates": [{"content": {"parts": [{"text": "7 May"}], "role": "model"},
           "finishReason": "STOP", "index": 0, "avgLogprobs": -0.1}],
         "usageMetadata": {"promptTokenCount": 19, "candidatesTokenCount": 10,
           "thoughtsTokenCount": 40, "totalTokenCount": 69, "cachedContentTokenCount": 16,
           "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 19}]},
         "modelVersion": "gemini-2.5-flash-lite", "responseId": "resp_3"}
        """);
    var reply = open().ask(Asks.full("gemini-2.5-flash-lite"));

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
                false,
                new Tokens.Prefix(16, 0),
                false,
                List.of()));
  }

  private Reply asked(String parts, String finish) throws InterruptedException {
    server.answers(
        200,
        "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
            + parts
            + "]},\"finishReason\":\""
            + finish
            + "\"}],\"usageMetadata\":{\"promptTokenCount\":1,\"thoughtsTokenCount\":40}}");
    return open().ask(Asks.user("q"));
  }

  @Test
  void partsThatAreThoughtsOrHoldNoTextAreNoPartOfTheAnswer() throws InterruptedException {
    var reply =
        asked(
            "{\"thought\":true,\"text\":\"hm\"},{\"text\":\"a blue \"},{\"text\":\"bicycle\"},"
                + "{\"thoughtSignature\":\"AbC=\"},{\"functionCall\":{\"name\":\"f\"}}",
            "STOP");
    assertThat(reply.text()).isEqualTo("a blue bicycle");
    assertThat(reply.outputTokens()).isEqualTo(40);
  }

  @Test
  void aReplyOfThoughtPartsAloneIsAllThought() throws InterruptedException {
    String thought = "{\"thought\":true,\"text\":\"hm\"}";
    assertThat(asked(thought, "STOP").finish()).isEqualTo(Finish.THOUGHT);
    assertThat(asked(thought, "MAX_TOKENS").finish()).isEqualTo(Finish.LENGTH);
    assertThat(asked(thought, "MAX_TOKENS").text()).isEmpty();
  }

  @Test
  void aPromptThatIsBlockedForAnyReasonIsFiltered() throws InterruptedException {
    server.answers(200, "{\"promptFeedback\": {\"blockReason\": \"OTHER\"}}");
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.FILTERED);
  }

  @Test
  void aCandidateWithoutContentAndWithoutAWordForItIsNone() {
    server.answers(200, "{\"candidates\": [{\"finishReason\": \"OTHER\", \"index\": 0}]}");
    assertThatThrownBy(() -> open().ask(Asks.user("q")))
        .hasMessage("the reply says nothing: it ended with 'OTHER'");
  }

  @Test
  void aPromptThatIsBlockedIsFiltered() throws InterruptedException {
    server.answers(
        200,
        """
        {"promptFeedback": {"blockReason": "SAFETY"},
         "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 4}, "modelVersion": "g"}
        """);
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.FILTERED);
  }

  @Test
  void aReplyThatIsBlockedIsFiltered() throws InterruptedException {
    server.answers(
        200,
        """
        {"candidates": [{"finishReason": "SAFETY", "index": 0, "safetyRatings": []}],
         "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 4}, "modelVersion": "g"}
        """);
    assertThat(open().ask(Asks.user("q")).finish()).isEqualTo(Finish.FILTERED);
  }
}
