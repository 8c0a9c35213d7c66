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
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
      var llm = open(provider, server);
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
                  new Message(Role.ASSISTANT, "", List.of(call)),
                  new Message(Role.TOOL, "no notes", List.of(call)))));
      var sent = server.request().json();
      assertThat(sent.at(called).asText()).isEqualTo("look_up");
      assertThat(sent.at(result).asText()).as(sent.toString()).isEqualTo("no notes");
    }
  }

  private static String signed(String provider) {
    return switch (provider) {
      case "anthropic" ->
          "{'content':[{'type':'thinking','thinking':'hm','signature':'sig-1'},"
              + "{'type':'redacted_thinking','data':'sig-2'},"
              + "{'type':'tool_use','id':'t1','name':'look_up','input':{'q':'tea'}},"
              + "{'type':'tool_use','id':'t2','name':'look_up','input':{}}],'stop_reason':'tool_use'}";
      case "google" ->
          "{'candidates':[{'content':{'role':'model','parts':["
              + "{'functionCall':{'name':'look_up','args':{'q':'tea'}},'thoughtSignature':'sig-1'},"
              + "{'functionCall':{'name':'look_up','args':{}}}]},'finishReason':'STOP'}]}";
      case "ollama" ->
          "{'message':{'role':'assistant','content':'','thinking':'sig-1','tool_calls':["
              + "{'function':{'name':'look_up','arguments':{'q':'tea'}}},"
              + "{'function':{'name':'look_up','arguments':{}}}]},'done_reason':'stop'}";
      case "mistral" ->
          "{'choices':[{'message':{'content':[{'type':'thinking','thinking':[{'type':'text',"
              + "'text':'sig-1'}]}],'tool_calls':[{'id':'t1','function':{'name':'look_up',"
              + "'arguments':'{}'}},{'id':'t2','function':{'name':'look_up','arguments':'{}'}}]},"
              + "'finish_reason':'tool_calls'}]}";
      default ->
          "{'choices':[{'message':{'content':null,'reasoning_content':'sig-1','tool_calls':["
              + "{'id':'t1','type':'function','extra_content':{'google':{'thought_signature':"
              + "'sig-2'}},'function':{'name':'look_up','arguments':'{}'}},{'id':'t2','type':"
              + "'function','function':{'name':'look_up','arguments':'{}'}}]},"
              + "'finish_reason':'tool_calls'}]}";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "openai, /messages/1/reasoning_content,"
        + " /messages/1/tool_calls/0/extra_content/google/thought_signature",
    "mistral, /messages/1/content/0/thinking/0/text,",
    "ollama, /messages/1/thinking,",
    "anthropic, /messages/1/content/0/signature, /messages/1/content/1/data",
    "google, /contents/1/parts/0/thoughtSignature,",
  })
  void thoughtsThatAProviderSignedGoBackAsTheyCameBesideEveryResult(
      String provider, String one, @Nullable String two) throws IOException, InterruptedException {
    try (var server = new FakeServer()) {
      server.answers(200, signed(provider).replace('\'', '"'));
      var llm = open(provider, server);
      Ask first = Asks.user("Who?").offering(List.of(TOOL));
      Reply reply = llm.ask(first);
      var calls = Tool.calls(Tool.json(reply.calls()));
      assertThat(calls).hasSize(2).isEqualTo(reply.calls());
      llm.ask(
          first.with(
              List.of(
                  first.messages().getFirst(),
                  new Message(Role.ASSISTANT, reply.text(), calls),
                  new Message(Role.TOOL, "no notes", List.of(calls.getFirst())),
                  new Message(Role.TOOL, "some notes", List.of(calls.getLast())))));
      var sent = server.request().json();
      assertThat(sent.at(one).asText()).as(sent.toString()).isEqualTo("sig-1");
      assertThat(two == null ? "sig-2" : sent.at(two).asText()).isEqualTo("sig-2");
      assertThat(sent.toString()).contains("no notes", "some notes");
      if (provider.equals("google")) {
        assertThat(sent.path("contents")).hasSize(3);
        assertThat(sent.at("/contents/2/parts")).hasSize(2);
        assertThat(sent.at("/contents").toString()).doesNotContain("call-");
      }
    }
  }

  private static ChatLlm open(String provider, FakeServer server) {
    var spec = new ModelSpec(Provider.named(provider), "m", "m", null, 8192);
    var key = List.of(new ApiKey("sk-very-secret-1234"));
    return spec.provider()
        .open(spec, new Connection(server.url() + "/v1", key, Duration.ofSeconds(20)));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JsonFiles.MAPPER.readTree(text);
  }
}
