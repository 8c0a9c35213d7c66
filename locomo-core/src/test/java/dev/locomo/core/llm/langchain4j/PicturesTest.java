package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.picture.ShownPicture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures go out in the words of each provider's published API, and are paid for as counted. */
class PicturesTest {
  private static final String LONG = "QUJD".repeat(2_000);

  private static ShownPicture picture(String label, String base64) {
    return new ShownPicture(label, "hash of " + label, 640, 480, "image/jpeg", base64);
  }

  private static String reply(String provider) {
    return switch (provider) {
      case "anthropic" ->
          "{'content':[{'type':'text','text':'A boat.'}],'stop_reason':'end_turn',"
              + "'usage':{'input_tokens':900,'output_tokens':4}}";
      case "google" ->
          "{'candidates':[{'content':{'parts':[{'text':'A boat.'}]},'finishReason':'STOP'}],"
              + "'usageMetadata':{'promptTokenCount':900,'candidatesTokenCount':4}}";
      case "ollama" ->
          "{'message':{'role':'assistant','content':'A boat.'},'done_reason':'stop',"
              + "'prompt_eval_count':900,'eval_count':4}";
      default ->
          "{'choices':[{'message':{'content':'A boat.'},'finish_reason':'stop'}],"
              + "'usage':{'prompt_tokens':900,'completion_tokens':4}}";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "openai, 'data:image/jpeg;base64,', /messages/0/content/0/text,"
        + " /messages/0/content/1/image_url/url, /messages/0/content/3/image_url/url,"
        + " /messages/0/content/4/text",
    "mistral, 'data:image/jpeg;base64,', /messages/0/content/0/text,"
        + " /messages/0/content/1/image_url, /messages/0/content/3/image_url,"
        + " /messages/0/content/4/text",
    "anthropic, '', /messages/0/content/0/text, /messages/0/content/1/source/data,"
        + " /messages/0/content/3/source/data, /messages/0/content/4/text",
    "google, '', /contents/0/parts/0/text, /contents/0/parts/1/inlineData/data,"
        + " /contents/0/parts/3/inlineData/data, /contents/0/parts/4/text",
    "ollama, '', /messages/0/content, /messages/0/images/0, /messages/0/images/1,"
        + " /messages/0/content",
  })
  void picturesStandAfterTheirLabelsAndBeforeTheText(
      String provider, String prefix, String label, String first, String second, String text)
      throws IOException, InterruptedException {
    try (var server = new FakeServer()) {
      server.answers(200, reply(provider).replace('\'', '"'));
      var spec = new ModelSpec(Provider.named(provider), "m", "m", null, 8192);
      var connection =
          new Connection(
              server.url() + "/v1",
              List.of(new ApiKey("sk-very-secret-1234")),
              Duration.ofSeconds(20));
      Ask ask =
          Asks.user("What is in image D1:3?")
              .showing(List.of(picture("image D1:3", LONG), picture("image D2:1", "QUJD")));
      Reply reply = spec.provider().open(spec, connection).ask(ask);
      JsonNode sent = server.request().json();
      assertThat(sent.at(label).asText()).contains("image D1:3:");
      assertThat(sent.at(first).asText()).isEqualTo(prefix + LONG);
      assertThat(sent.at(second).asText()).isEqualTo(prefix + "QUJD");
      assertThat(sent.at(text).asText()).endsWith("What is in image D1:3?");
      assertThat(reply.text()).isEqualTo("A boat.");
      assertThat(new Price(2, 10).cost(reply)).isCloseTo(0.00184, within(1e-9));
      assertThat(AskJson.of(ask).toString())
          .contains("hash of image D1:3")
          .isNotEqualTo(AskJson.of(ask.showing(List.of())).toString());
    }
  }
}
