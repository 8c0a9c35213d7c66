package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.ask.CallLog.Exchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final ModelSpec MINI = ModelSpec.parse("openai:gpt-4o-mini");
  private static final ModelSpec LARGE = ModelSpec.parse("openai:gpt-4o");
  private static final ModelSpec UNPRICED = ModelSpec.parse("huggingface:nobody/knows");

  private static Exchange call(String step, String text, @Nullable String model, boolean cached) {
    return new Exchange(
        step,
        "",
        new Reply(text, Reply.Finish.STOP, 1000, 100, model, null, Duration.ZERO, cached));
  }

  private static JsonNode of(List<Exchange> calls, ModelSpec asked) {
    return new Usage(calls, Prices.builtIn())
        .ofCalls(asked, step -> step.equals("b") ? LARGE : asked);
  }

  @Test
  void callsAreCountedAndThoseOfTheCacheCostNothing() {
    var usage =
        of(
            List.of(
                call("a", "tea", "z-model", false),
                call("b", "tea", "a-model", false),
                call("c", "tea", "a-model", true),
                call("d", "tea", null, true)),
            MINI);
    assertThat(usage.path("calls").asInt()).isEqualTo(4);
    assertThat(usage.path("cached").asInt()).isEqualTo(2);
    assertThat(usage.path("input_tokens").asLong()).isEqualTo(2000);
    assertThat(usage.path("output_tokens").asLong()).isEqualTo(200);
    // A million tokens of gpt-4o-mini cost 0.15 and 0.60 dollars, of gpt-4o 2.50 and 10.
    assertThat(usage.path("cost_usd").asDouble())
        .isCloseTo(0.00015 + 0.00006 + 0.0025 + 0.001, within(1e-12));
    assertThat(usage.path("provider_models"))
        .extracting(JsonNode::asText)
        .containsExactly("a-model", "z-model");
    assertThat(usage.has("reply_flaws")).isFalse();
  }

  @Test
  void aPriceThatIsUnknownMakesTheCostUnknown() {
    assertThat(of(List.of(call("a", "tea", "m", false)), UNPRICED).path("cost_usd").isNull())
        .isTrue();
    assertThat(of(List.of(), UNPRICED).path("cost_usd").isNull()).isTrue();
    assertThat(of(List.of(call("b", "tea", "m", false)), UNPRICED).path("cost_usd").asDouble())
        .as("the model that was asked has one")
        .isCloseTo(0.0035, within(1e-12));
    assertThat(of(List.of(), MINI).path("cost_usd").doubleValue()).isZero();
    assertThat(of(List.of(), MINI).path("cost_usd").isNumber()).isTrue();
  }

  @Test
  void flawsOfRepliesAreAmongIt() {
    var usage = of(List.of(call("a", "\u202Eturned", "m", false)), MINI);
    assertThat(usage.at("/reply_flaws/hidden_characters").asInt()).isEqualTo(1);
  }

  private static List<String> lines(String manifest) throws Exception {
    return Usage.lines(JsonFiles.MAPPER.readTree(manifest));
  }

  @Test
  void itIsToldInALine() throws Exception {
    assertThat(
            lines(
                """
                {"usage": {"calls": 3, "cached": 1, "input_tokens": 20, "output_tokens": 10,
                 "cost_usd": 0.00123}}\
                """))
        .containsExactly("Usage: 3 calls (1 cached), 20 + 10 tokens, 0.0012 USD.");
    assertThat(
            lines(
                """
                {"usage": {"answers": 1, "calls": 2, "cached": 0, "input_tokens": 20,
                 "cached_input_tokens": 8, "output_tokens": 10, "cost_usd": null}}\
                """))
        .containsExactly(
            "Usage: 1 answer (0 cached), 20 (8 from the prefix cache) + 10 tokens, cost unknown.");
  }

  @Test
  void modelsThatAreToldApartHaveALineEach() throws Exception {
    assertThat(
            lines(
                """
                {"usage": {"openai:a": {"verdicts": 2, "input_tokens": 1, "output_tokens": 1},
                 "note": {"x": 1},
                 "openai:b": {"input_tokens": 3, "output_tokens": 4, "cost_usd": 1}}}\
                """))
        .containsExactly(
            "openai:a: 2 verdicts (0 cached), 1 + 1 tokens, cost unknown.",
            "openai:b: 0 calls (0 cached), 3 + 4 tokens, 1.0000 USD.");
    assertThat(lines("{\"usage\": {}}")).isEmpty();
    assertThat(lines("{\"input_tokens\": 1, \"calls\": 1}"))
        .containsExactly("Usage: 1 call (0 cached), 1 + 0 tokens, cost unknown.");
  }
}
