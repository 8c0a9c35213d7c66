package dev.locomo.core.llm.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelFamily;
import dev.locomo.core.llm.ModelFamily.Parameter;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of the catalogue against a server that refuses what it is said to refuse. */
class FamiliesTest {
  private static final String OPENAI =
      """
      {"choices": [{"message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop"}]}
      """;
  private static final String ANTHROPIC =
      """
      {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "yes"}],
       "stop_reason": "end_turn", "usage": {"input_tokens": 1, "output_tokens": 1}}
      """;
  private static final String GEMINI =
      """
      {"candidates": [{"content": {"parts": [{"text": "yes"}], "role": "model"},
        "finishReason": "STOP"}], "usageMetadata": {"promptTokenCount": 1}}
      """;

  static Stream<String> models() {
    return ModelCatalog.builtIn().families().stream()
        .flatMap(family -> family.models().stream())
        .map(pattern -> pattern.replace("*", ""))
        .flatMap(model ->
            Stream.of("openai", "anthropic", "google", "mistral")
                .filter(p -> p.equals("openai") || servedBy(p, model))
                .map(p -> p + ":" + model));
  }

  private static boolean servedBy(String provider, String model) {
    return switch (provider) {
      case "anthropic" -> model.startsWith("claude");
      case "google" -> model.startsWith("gem");
      default -> model.contains("istral");
    };
  }

  @ParameterizedTest
  @MethodSource("models")
  void itsModelsAreAskedOnce(String typed) throws IOException, InterruptedException {
    ModelSpec spec = ModelSpec.parse(typed);
    ModelFamily family = spec.family();
    List<String> notices = new CopyOnWriteArrayList<>();
    try (var server = new FakeServer()) {
      server.reacts((exchange, request) -> {
        boolean refused = refuses(family, request.json());
        FakeServer.send(exchange, refused ? 400 : 200, refused ? "{}" : reply(spec));
      });
      var connection = new Connection(server.url(), List.of(), Duration.ofSeconds(20));
      var settings = StackSettings.standard(notices::add).withRetry(RetryPolicy.NEVER);
      var llm = LlmStack.open(spec, connection, settings);
      assertThat(llm.ask(Asks.full(spec.model())).text()).isEqualTo("yes");
      assertThat(server.requests()).hasSize(1);
      assertThat(server.request().body())
          .containsPattern("okens\" ?: ?" + (32 + spec.reserve(false)));
    }
    assertThat(notices).hasSize(family.leavesOut().isEmpty() ? 0 : 1);
  }

  private static boolean refuses(ModelFamily family, JsonNode body) {
    boolean sampling = family.leavesOut().contains(Parameter.TEMPERATURE);
    boolean completion = ModelFamily.COMPLETION_LIMIT.equals(family.limit());
    return (sampling && (body.has("temperature") || body.has("top_p")))
        || (completion && body.has("max_tokens"))
        || (!completion && body.has("max_completion_tokens"));
  }

  private static String reply(ModelSpec spec) {
    return switch (spec.provider().id()) {
      case "anthropic" -> ANTHROPIC;
      case "google" -> GEMINI;
      default -> OPENAI;
    };
  }
}
