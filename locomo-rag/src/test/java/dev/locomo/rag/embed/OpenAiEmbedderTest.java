package dev.locomo.rag.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.stack.Time;
import dev.locomo.rag.embed.Embedder.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiEmbedderTest extends EmbedderContract {
  /** A clock that does not move and sleeps that are only noted. */
  private static final class NoTime implements Time {
    int sleeps;

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void sleep(Duration duration) {
      sleeps++;
    }
  }

  private final List<JsonNode> requests = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final NoTime time = new NoTime();
  private HttpServer server = bound();

  private static HttpServer bound() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/v1/embeddings", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The text's length as its vector, last text first, unless an answer was prepared. */
  private void answer(HttpExchange exchange) throws IOException {
    var request = JsonFiles.MAPPER.readTree(exchange.getRequestBody());
    requests.add(request);
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer key-123");
    String prepared = answers.isEmpty() ? "" : answers.removeFirst();
    int status = prepared.startsWith("!") ? Integer.parseInt(prepared.substring(1)) : 200;
    byte[] body = (prepared.isEmpty() ? vectors(request) : prepared).getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String vectors(JsonNode request) {
    var reply = JsonFiles.MAPPER.createObjectNode();
    var data = reply.putArray("data");
    for (int i = request.get("input").size() - 1; i >= 0; i--) {
      int length = request.get("input").get(i).asText().length();
      data.addObject().put("index", i).putArray("embedding").add(length).add(0.5);
    }
    return reply.toString();
  }

  @Override
  protected OpenAiEmbedder embedder() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    return new OpenAiEmbedder(
        "own-model",
        new Connection(url, List.of(new ApiKey("key-123")), Duration.ofSeconds(10)),
        time);
  }

  @Test
  void textsGoInBatchesAndComeBackInOrder() {
    try (var embedder = embedder()) {
      assertThat(embedder.dimension()).isEqualTo(2);
      assertThat(embedder.id()).startsWith("openai(own-model,http://127.0.0.1:");
      var texts = IntStream.range(0, 130).mapToObj("x"::repeat).toList();
      float[][] vectors = embedder.embed(texts, Role.PASSAGE);
      assertThat(vectors[129]).containsExactly(129, 0.5f);
      assertThat(vectors[64]).containsExactly(64, 0.5f);
      assertThat(vectors[0]).as("an empty text is sent as a blank").containsExactly(1, 0.5f);
      assertThat(requests).hasSize(1 + 3);
      assertThat(embedder.embed(List.of(), Role.QUERY)).isEmpty();
    }
  }

  @Test
  void aServerThatTakesFewerTextsGetsFewer() {
    try (var embedder = embedder()) {
      answers.addAll(List.of("!422", "!413"));
      var texts = IntStream.range(1, 81).mapToObj("x"::repeat).toList();
      assertThat(embedder.embed(texts, Role.PASSAGE)[79]).containsExactly(80, 0.5f);
      assertThat(requests)
          .extracting(request -> request.get("input").size())
          .containsExactly(1, 64, 32, 16, 16, 16, 16, 16);
      answers.addAll(List.of("!400"));
      assertThatThrownBy(() -> embedder.embed(List.of("abc"), Role.QUERY))
          .isInstanceOf(ProviderError.class);
    }
  }

  @Test
  void aFailureThatMayPassIsTriedAgain() {
    try (var embedder = embedder()) {
      answers.addAll(List.of("!503", "!429"));
      assertThat(embedder.embed(List.of("abc"), Role.QUERY)[0]).containsExactly(3, 0.5f);
      assertThat(time.sleeps).isEqualTo(2);
      answers.add("!401");
      assertThatThrownBy(() -> embedder.embed(List.of("abc"), Role.QUERY))
          .isInstanceOf(ProviderError.class);
      assertThat(time.sleeps).isEqualTo(2);
    }
  }

  @Test
  void vectorsWithoutNumbersAreInTheirOrderAndANumberThatIsLeftOutIsZero() {
    try (var embedder = embedder()) {
      for (String[] of : new String[][] {{"", ""}, {"\"index\": 1,", ""}, {"", "\"index\": 1,"}}) {
        answers.add(
            "{\"data\": [{%s\"embedding\": [1, 2]}, {%s\"embedding\": [3, 4]}]}"
                .formatted(of[0], of[1]));
        float[][] vectors = embedder.embed(List.of("a", "b"), Role.QUERY);
        assertThat(vectors[of[0].isEmpty() ? 0 : 1]).containsExactly(1, 2);
        assertThat(vectors[of[0].isEmpty() ? 1 : 0]).containsExactly(3, 4);
      }
    }
  }

  @Test
  void repliesThatAreNoVectorsAreRefused() {
    try (var embedder = embedder()) {
      for (String bad :
          List.of(
              "{\"data\": []}",
              "{\"data\": [{\"index\": 3, \"embedding\": [1, 2]}]}",
              "{\"data\": [{\"index\": 0, \"embedding\": [1, 2, 3]}]}",
              "{\"data\": [{\"index\": 0, \"embedding\": [1, \"x\"]}]}",
              "{\"data\": [{\"index\": 0, \"embedding\": []}]}",
              "{\"data\": [{\"embedding\": [1, 2]}, {\"embedding\": [1, 2]}]}",
              "{\"data\": [{\"index\": 0, \"embedding\": [1, 2]}, {\"index\": 0, \"embedding\": [3,"
                  + " 4]}]}",
              "{\"data\": [{\"embedding\": [[" + "1, ".repeat(4000) + "2]]}]}")) {
        answers.add(bad);
        assertThatThrownBy(() -> embedder.embed(List.of("abc"), Role.QUERY))
            .isInstanceOf(ProviderError.class)
            .hasMessageContaining("own-model answered with")
            .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
      }
    }
  }
}
