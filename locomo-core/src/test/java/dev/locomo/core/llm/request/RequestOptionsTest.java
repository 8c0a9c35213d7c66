package dev.locomo.core.llm.request;

import static dev.locomo.core.llm.request.Wanted.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOptionsTest {
  private static Map<String, String> described(RequestOptions options, String... models) {
    var settings = new TreeMap<String, String>();
    options.describe(settings, List.of(models).stream().map(ModelSpec::parse).toList());
    return settings;
  }

  @Test
  void whatIsNotSetDoesNotIdentifyARun() {
    assertThat(described(options(), "openai:gpt-4o", "anthropic:claude-sonnet-4-5", "extractive"))
        .isEmpty();
  }

  @Test
  void whatIsSetIdentifiesARunHoweverItIsWritten() {
    var once =
        options(
            "temperature", "0.70",
            "reasoning-effort", "low",
            "request-field", "top_k= 1",
            "request-field", "chat_template_kwargs={\"enable_thinking\": true}");
    assertThat(described(once, "openai:m"))
        .isEqualTo(
            Map.of(
                "temperature", "0.7",
                "reasoning_effort", "low",
                "request_fields",
                    "{\"top_k\":1," + "\"chat_template_kwargs\":{\"enable_thinking\":true}}",
                "requests", "openai:m 16384 tokens for reasoning"));
  }

  @Test
  void whatIsLeftOutForAModelIdentifiesARun() {
    assertThat(described(options(), "openai:gpt-5-mini", "openai:gpt-4o", "openai:gpt-5-mini"))
        .isEqualTo(
            Map.of(
                "requests",
                "openai:gpt-5-mini without top_p, temperature, 16384 tokens for reasoning"));
    assertThat(described(options("temperature", "none"), "anthropic:claude-opus-4-7"))
        .containsEntry("temperature", "none")
        .containsEntry("requests", "anthropic:claude-opus-4-7 without top_p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hot", "", "-0.1", "NaN", "Infinity", "None"})
  void aTemperatureThatIsNoneIsRefused(String typed) {
    assertThatThrownBy(() -> options("temperature", typed))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--temperature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enable_thinking=False",
        "enable_thinking=",
        "enable_thinking",
        "=1",
        "a=1 2",
        "a={\"b\":}",
        "a=NaN",
        "a=flex",
        "model=\"x\"",
        "messages=[]",
        "stream=true"
      })
  void aFieldThatIsNoJsonOrNotTheUsersIsRefused(String typed) {
    assertThatThrownBy(() -> options("request-field", typed))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--request-field");
  }

  @Test
  void aFieldIsGivenOnce() {
    assertThatThrownBy(() -> options("request-field", "a=1", "request-field", "a=2"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("twice");
  }

  @Test
  void anEffortThatAModelIsKnownNotToTakeIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> described(options("reasoning-effort", "minimal"), "openai:o3"))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.remedy()).contains("low, medium, high"));
    assertThatThrownBy(() -> described(options("reasoning-effort", "low"), "openai:gpt-4o"))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> described(options("reasoning-effort", "low"), "local:DIR"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("model folder");
  }
}
