package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.stack.CostCappingLlm.Limit;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.llm.stack.StackSettings;
import dev.locomo.rag.memory.proxy.MeteringProxy;
import dev.locomo.rag.memory.proxy.MeteringProxy.Served;
import dev.locomo.rag.memory.proxy.Phases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metering proxy over the models of a run. */
class MeteringProxyRunTest {
  private static final String ASKED =
      "{'max_tokens':5,'model':'gpt-x','messages':[{'role':'user','content':'q'}]}";

  @Test
  void itGoesThroughTheRunsCacheAndCostLimitAndKeepsItsKey(@TempDir Path folder) throws Exception {
    try (var server = new FakeServer()) {
      server.answers(
          200,
          "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}],"
              + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":1}}");
      var spec = ModelSpec.parse("openai:gpt-4o-mini");
      var key = new ApiKey("sk-of-the-run-1234");
      var connection = new Connection(server.url() + "/v1", List.of(key), Duration.ofSeconds(20));
      var limits = new StackSettings.Limits(8, null, null, new Limit(0.001));
      var stack =
          LlmStack.open(
              spec,
              connection,
              StackSettings.standard(_ -> {}).withCache(folder, false).withLimits(limits));
      List<ObjectNode> lines = new CopyOnWriteArrayList<>();
      try (var proxy = MeteringProxy.start(new Phases(lines::add))) {
        proxy.serve(new Served(spec, stack, null, null));
        assertThat(post(proxy, "/chat/completions", ASKED).statusCode()).isEqualTo(200);
        assertThat(post(proxy, "/chat/completions", ASKED).statusCode()).isEqualTo(200);
        assertThat(server.requests()).hasSize(1);
        assertThat(server.request().headers().getFirst("Authorization"))
            .isEqualTo("Bearer " + key.secret());
        assertThat(Phases.sum(lines).at("/between/chat/cached").asInt()).isEqualTo(1);
        assertThat(Phases.sum(lines).at("/between/chat/cost_usd").isNull()).isTrue();

        var refused =
            post(proxy, "/chat/completions", ASKED.replace("'q'", "'" + "q".repeat(9000) + "'"));
        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(refused.body()).doesNotContain(key.secret());
        assertThat(proxy.fault()).isInstanceOf(ProviderError.class);
        assertThat(server.requests()).hasSize(1);
        assertThat(post(proxy, "/embeddings", "{'input':'a'}").statusCode()).isEqualTo(404);
      }
    }
  }

  private static HttpResponse<String> post(MeteringProxy proxy, String path, String body)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(proxy.url() + path))
              .header("Authorization", "Bearer " + proxy.key())
              .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
