package dev.locomo.rag.memory.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tool;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.memory.proxy.MeteringProxy.Served;
import dev.locomo.rag.memory.proxy.Phases.Phase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeteringProxyTest {
  private static final String ASKED =
      "{'model':'gpt-x','messages':[{'role':'user','content':'q'}]}";

  private final List<Ask> asks = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> lines = new CopyOnWriteArrayList<>();
  private final Phases phases = new Phases(lines::add);
  private ChatLlm model = _ -> reply("yes", List.of());
  private String provider = "openai:m";
  private @Nullable MeteringProxy proxy;

  private static Reply reply(String text, List<Tool.Call> calls) {
    return new Reply(
        text,
        Reply.Finish.STOP,
        10,
        5,
        "m-1",
        "r-1",
        Duration.ofMillis(250),
        true,
        Tokens.Prefix.NONE,
        false,
        calls);
  }

  /** Vectors of two numbers: the text's length, and its role. */
  private record Lengths() implements Embedder {
    @Override
    public String id() {
      return "lengths";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public float[][] embed(List<String> texts, Role role) {
      return texts.stream()
          .map(text -> new float[] {text.length(), role == Role.QUERY ? 0 : 1})
          .toArray(float[][]::new);
    }

    @Override
    public void close() {}
  }

  private MeteringProxy start() {
    ChatLlm llm =
        ask -> {
          asks.add(ask);
          return model.ask(ask);
        };
    var served = new Served(ModelSpec.parse(provider), llm, new Price(1.0, 2.0), new Lengths());
    proxy = MeteringProxy.start(phases).serve(served);
    return proxy;
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
  }

  private HttpResponse<String> send(String method, String path, String body, @Nullable String key)
      throws IOException, InterruptedException {
    var at = proxy == null ? start() : proxy;
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(at.url() + path))
              .header("Authorization", "Bearer " + (key == null ? at.key() : key))
              .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send("POST", path, body, null);
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JsonFiles.MAPPER.readTree(text);
  }

  @Test
  void aChatIsAnsweredByTheRunsModelWhateverModelItNames() throws Exception {
    var reply = json(post("/chat/completions", ASKED).body());
    assertThat(asks.getFirst().model()).isEqualTo("m");
    assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("yes");
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(15);
    assertThat(Phases.sum(lines).path("models_asked").get(0).asText()).isEqualTo("gpt-x");
  }

  @Test
  void whatIsAskedReachesTheModelInFull() throws Exception {
    post(
        "/chat/completions",
        "{'messages':[{'role':'developer','content':[{'type':'text','text':'a'},{'type':'text',"
            + "'text':'b'}]},{'role':'user','content':'c'},{'role':'assistant','content':null,"
            + "'tool_calls':[{'id':'1','type':'function','function':{'name':'f','arguments':"
            + "'{}'}}]},{'role':'tool','tool_call_id':'1','content':'d'}],'temperature':0.5,"
            + "'max_tokens':9,'seed':3,'response_format':{'type':'json_object'},'stop':['x'],"
            + "'user':'u','n':1,'tools':[{'type':'function','function':{'name':'f'}}]}");
    var call = new Tool.Call("1", "f", "{}");
    var expected =
        new Ask(
            "m",
            List.of(
                new Ask.Message(Ask.Role.SYSTEM, "ab"),
                new Ask.Message(Ask.Role.USER, "c"),
                new Ask.Message(Ask.Role.ASSISTANT, "", List.of(call)),
                new Ask.Message(Ask.Role.TOOL, "d", List.of(call))),
            0.5,
            null,
            9,
            3L,
            true,
            0,
            "{\"stop\":[\"x\"]}",
            List.of(new Tool("f", "", "{\"type\":\"object\",\"properties\":{}}")));
    assertThat(asks).containsExactly(expected);
  }

  @Test
  void aStreamHasTheSameReplyInEvents() throws Exception {
    model = _ -> reply("", List.of(new Tool.Call("7", "f", "{\"a\":1}")));
    var reply =
        post(
            "/chat/completions",
            ASKED.replace(
                "'model'", "'stream':true,'stream_options':{'include_usage':true},'model'"));
    assertThat(reply.headers().firstValue("Content-Type")).contains("text/event-stream");
    var events = reply.body().split("\n\n");
    assertThat(events).hasSize(4).endsWith("data: [DONE]");
    var call = json(events[0].substring(6)).at("/choices/0/delta/tool_calls/0");
    assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"a\":1}");
    assertThat(json(events[1].substring(6)).at("/choices/0/finish_reason").asText())
        .isEqualTo("tool_calls");
    assertThat(json(events[2].substring(6)).at("/usage/prompt_tokens").asInt()).isEqualTo(10);
  }

  @Test
  void callsAreCountedByTheOnePhaseThatIsInProgress() throws Exception {
    try (var _ = phases.begin(Phase.BUILD)) {
      post("/chat/completions", ASKED);
      post("/chat/completions", ASKED);
      try (var _ = phases.begin(Phase.SEARCH)) {
        post("/chat/completions", ASKED);
      }
      post("/embeddings", "{'model':'e','input':['one','two words']}");
    }
    post("/chat/completions", ASKED);
    var sum = Phases.sum(lines);
    var built = sum.at("/build/chat");
    assertThat(built.path("calls").asInt()).isEqualTo(2);
    assertThat(built.path("cached").asInt()).isEqualTo(2);
    assertThat(built.path("input_tokens").asInt()).isEqualTo(20);
    assertThat(built.path("output_tokens").asInt()).isEqualTo(10);
    assertThat(built.path("seconds").asDouble()).isEqualTo(0.5);
    assertThat(built.path("cost_usd").asDouble()).isEqualTo(40e-6);
    assertThat(sum.at("/build/embeddings/input_tokens").asInt()).isEqualTo(3);
    assertThat(sum.at("/mixed/chat/calls").asInt()).isEqualTo(1);
    assertThat(sum.at("/between/chat/calls").asInt()).isEqualTo(1);
  }

  @Test
  void vectorsComeAsNumbersAndAsBytes() throws Exception {
    try (var _ = phases.begin(Phase.SEARCH)) {
      var reply = json(post("/embeddings", "{'input':['abc','']}").body());
      assertThat(reply.at("/data/0/embedding").toString()).isEqualTo("[3.0,0.0]");
      assertThat(reply.at("/data/1/index").asInt()).isEqualTo(1);
    }
    var bytes = json(post("/embeddings", "{'input':'abc','encoding_format':'base64'}").body());
    var buffer =
        ByteBuffer.wrap(Base64.getDecoder().decode(bytes.at("/data/0/embedding").asText()));
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new float[] {buffer.getFloat(), buffer.getFloat()}).containsExactly(3, 1);
  }

  @Test
  void modelsAreListed() throws Exception {
    assertThat(json(send("GET", "/models", "", null).body()).findValuesAsText("id"))
        .containsExactly("m", "lengths");
    assertThat(json(send("GET", "/models/x", "", null).body()).path("id").asText()).isEqualTo("x");
  }

  @Test
  void withoutItsKeyNothingIsAnswered() throws Exception {
    for (String path : List.of("/chat/completions", "/embeddings")) {
      var reply = send("POST", path, ASKED, "sk-other");
      assertThat(reply.statusCode()).isEqualTo(401);
      assertThat(json(reply.body()).at("/error/code").asText()).isEqualTo("invalid_api_key");
    }
    assertThat(asks).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COST_LIMIT, 402, insufficient_quota, true",
    "KEY_REFUSED, 502, key-refused, true",
    "RATE_LIMITED, 429, rate-limited, false",
    "CONTEXT_TOO_LONG, 400, context_length_exceeded, false",
    "UNAVAILABLE, 503, unavailable, false",
  })
  void aFailureHasItsStatusIsCountedAndLastsOrNot(Kind kind, int status, String code, boolean lasts)
      throws Exception {
    model =
        _ -> {
          throw new ProviderError(kind, "no", null, null);
        };
    var reply = post("/chat/completions", ASKED);
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(json(reply.body()).at("/error/code").asText()).isEqualTo(code);
    assertThat(reply.headers().firstValue("x-should-retry")).contains("false");
    assertThat(Objects.requireNonNull(proxy).fault() != null).isEqualTo(lasts);
    assertThat(Phases.sum(lines).at("/between/chat/failed").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{'messages':[]}",
        "{'messages':[{'role':'function','content':'x'}]}",
        "{'messages':[{'role':'tool','tool_call_id':'no','content':'x'}]}",
        "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}]}",
        "{'messages':[{'role':'user','content':'x'}],'n':2}",
        "{'messages':[{'role':'user','content':'x'}],'logprobs':true}",
        "{'messages':[{'role':'user','content':'x'}],'temperature':'hot'}",
        "{'messages':[{'role':'user','content':'x'}],'max_tokens':1.5}",
        "{'messages':[{'role':'user','content':'x'}],'tools':[{'type':'web'}]}",
      })
  void whatCannotBePassedOnIsRefusedInWords(String body) throws Exception {
    var reply = post("/chat/completions", body);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json(reply.body()).at("/error/message").asText()).isNotBlank();
    assertThat(asks).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'stop':['x']",
        "'tool_choice':'required'",
        "'response_format':{'type':'json_schema','json_schema':{}}",
        "'top_k':4",
      })
  void whatOnlyOpenAiKnowsIsRefusedForOthers(String field) throws Exception {
    provider = "anthropic:m";
    var reply = post("/chat/completions", ASKED.replace("'model'", field + ",'model'"));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains(field.substring(1, field.indexOf("':")));
  }

  @ParameterizedTest
  @CsvSource({"'{''input'':[1,2]}'", "'{''input'':''a'',''dimensions'':3}'", "'{}'"})
  void vectorsThatThereAreNotAreRefused(String body) throws Exception {
    assertThat(post("/embeddings", body).statusCode()).isEqualTo(400);
  }

  @Test
  void otherPathsMethodsAndEndlessBodiesAreRefused() throws Exception {
    assertThat(post("/responses", "{}").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/embeddings", "", null).statusCode()).isEqualTo(405);
    String long16 = "x".repeat(MeteringProxy.LARGEST + 1);
    assertThat(post("/embeddings", long16).statusCode()).isEqualTo(413);
  }
}
