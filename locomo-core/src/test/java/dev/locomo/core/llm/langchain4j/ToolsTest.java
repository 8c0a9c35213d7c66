package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools are offered, called and answered in the words of each provider's published API. */
class ToolsTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}";
  private static final Tool TOOL = new Tool("look_up", "Finds notes.", SCHEMA);

  private static String reply(String provider) {
    return switch (provider) {
      case "anthropic" ->
          "{'content':[{'type':'tool_use','id':'t1','name':'look_up','input':{'q':'tea'}}],"
              + "'stop_reason':'tool_use','usage':{'input_tokens':5,'output_tokens':2}}";
      case "google" ->
          "{'candidates':[{'content':{'parts':[{'functionCall':{'id':'t1','name':'look_up',"
              + "'args':{'q':'tea'}}}]},'finishReason':'STOP'}]}";
      case "ollama" ->
          "{'message':{'role':'assistant','content':'','tool_calls':[{'id':'t1','function':"
              + "{'name':'look_up','arguments':{'q':'tea'}}}]},'done_reason':'stop'}";
      default ->
          "{'choices':[{'message':{'content':null,'tool_calls':[{'id':'t1','type':'function',"
              + "'function':{'name':'look_up','arguments':'{\\'q\\':\\'tea\\'}'}}]},"
              + "'finish_reason':'tool_calls'}]}";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "openai, /tools/0/function/parameters, /messages/1/tool_calls/0/function/name,"
        + " /messages/2/content",
    "mistral, /tools/0/function/parameters, /messages/1/tool_calls/0/function/name,"
        + " /messages/2/content/0/text",
    "ollama, /tools/0/function/parameters, /messages/1/tool_calls/0/function/name,"
        + " /messages/2/content",
    "anthropic, /tools/0/input_schema, /messages/1/content/0/name,"
        + " /messages/2/content/0/content",
    "google, /tools/0/functionDeclarations/0/parametersJsonSchema,"
        + " /contents/1/parts/0/functionCall/name,"
        + " /contents/2/parts/0/functionResponse/response/response",
  })
  void aCallIsReadAndItsResultGoesBackWithTheToolsOffered(
      String provider, String schema, String called, String result)
      throws IOException, InterruptedException {
    try (var server = new FakeServer()) {
      server.answers(200, reply(provider).replace("\\'", "\\\"").replace('\'', '"'));
      var spec = new ModelSpec(Provider.named(provider), "m", "m", null, 8192);
      var llm =
          spec.provider()
              .open(
                  spec,
                  new Connection(
                      server.url() + "/v1",
                      List.of(new ApiKey("sk-very-secret-1234")),
                      Duration.ofSeconds(20)));
      Ask first = Asks.user("Who?").offering(List.of(TOOL));
      Reply reply = llm.ask(first);
      assertThat(reply.text()).isEmpty();
      assertThat(reply.finish()).isEqualTo(Reply.Finish.STOP);
      var call = new Tool.Call("t1", "look_up", "{\"q\":\"tea\"}");
      assertThat(reply.calls()).containsExactly(call);
      assertThat(server.request().json().at(schema)).isEqualTo(json(SCHEMA));

      llm.ask(
          first.with(
              List.of(
                  first.messages().getFirst(),
                  new Message(Role.ASSISTANT, "", 0, List.of(call)),
                  new Message(Role.TOOL, "no notes", 0, List.of(call)))));
      var sent = server.request().json();
      assertThat(sent.at(called).asText()).isEqualTo("look_up");
      assertThat(sent.at(result).asText()).as(sent.toString()).isEqualTo("no notes");
    }
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JsonFiles.MAPPER.readTree(text);
  }
}
