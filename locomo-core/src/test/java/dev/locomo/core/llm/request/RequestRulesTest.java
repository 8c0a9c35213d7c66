package dev.locomo.core.llm.request;

import static dev.locomo.core.llm.request.Wanted.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelFamily.Parameter;
import dev.locomo.core.llm.ModelSpec;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
  private static final Ask ASK = Asks.full("m");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai:gpt-4o",
        "openai:gpt-4.1-mini",
        "anthropic:claude-sonnet-4-5",
        "mistral:m",
        "openai:m",
        "google:gemini-2.5-flash-lite",
        "ollama:llama3.1:8b",
        "huggingface:Qwen/Qwen3-4B-Instruct-2507"
      })
  void aModelThatTakesEverythingIsSentWhatTheTaskAsks(String model) {
    assertThat(rules(model).shaped(ASK)).isEqualTo(ASK);
    assertThat(AskJson.of(ASK).has("patch")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai:o1",
        "openai:o3",
        "openai:o4-mini",
        "openai:gpt-5",
        "openai:gpt-5-mini-2025-08-07",
        "openai:gpt-5.2",
        "openai:openai/gpt-5.6-sol",
        "openai:gpt-6.2-astra",
        "openai:GPT-5-Nano"
      })
  void openAisReasoningModelsGetNoTemperatureAndAnotherLimit(String model) {
    Ask sent = rules(model).shaped(ASK);
    assertThat(sent.temperature()).isNull();
    assertThat(sent.topP()).isNull();
    assertThat(sent.seed()).isEqualTo(7);
    assertThat(sent.json()).isTrue();
    assertThat(sent.maxTokens()).isEqualTo(32 + 16384);
    assertThat(sent.patch()).isEqualTo("{\"max_tokens\":null,\"max_completion_tokens\":16416}");
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic:claude-opus-4-7, 32",
    "anthropic:claude-opus-4-8-20260601, 32",
    "anthropic:claude-opus-5-5, 16416",
    "anthropic:claude-haiku-5-5, 16416",
    "openai:anthropic/claude-opus-4.7, 32",
    "openai:us.anthropic.claude-opus-4-7-v1:0, 32"
  })
  void claudeFromOpus47OnGetsNoTemperature(String model, int limit) {
    Ask sent = rules(model).shaped(ASK);
    assertThat(sent.temperature()).isNull();
    assertThat(sent.maxTokens()).isEqualTo(limit);
    assertThat(sent.patch()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google:gemini-3.1-pro-preview",
        "google:gemini-2.5-pro",
        "mistral:magistral-medium-latest",
        "openai:qwen3-32b",
        "ollama:gpt-oss:20b",
        "ollama:deepseek-r1:8b",
        "huggingface:Qwen/QwQ-32B"
      })
  void hiddenReasoningHasRoomAndAllElseStays(String model) {
    Ask sent = rules(model).shaped(ASK);
    assertThat(sent.maxTokens()).isGreaterThan(32 + 9_000);
    assertThat(sent.temperature()).isZero();
    assertThat(sent.patch()).isEmpty();
  }

  @Test
  void roomForReasoningIsAtMostAQuarterOfTheWindow() {
    ModelSpec small = ModelSpec.parse("openai:qwen3-8b").within(8192);
    var rules = new RequestRules(small, RequestOptions.STANDARD, new Refused());
    assertThat(rules.shaped(ASK).maxTokens()).isEqualTo(32 + 2048);
  }

  @Test
  void whoeverAsksForReasoningGetsRoomForItAndWhoAsksForNoneGetsNone() {
    assertThat(rules("openai:m", "reasoning-effort", "high").shaped(ASK).maxTokens())
        .isEqualTo(32 + 16384);
    assertThat(rules("openai:gpt-5.1", "reasoning-effort", "none").shaped(ASK).maxTokens())
        .isEqualTo(32);
    for (String off :
        new String[] {
          "enable_thinking=false",
          "thinking={\"type\":\"disabled\"}",
          "chat_template_kwargs={\"enable_thinking\":false}"
        }) {
      assertThat(rules("openai:qwen3-32b", "request-field", off).shaped(ASK).maxTokens())
          .isEqualTo(32);
    }
    String thinking = "thinking={\"type\":\"adaptive\"}";
    assertThat(
            rules("anthropic:claude-opus-4-7", "request-field", thinking).shaped(ASK).maxTokens())
        .isEqualTo(32 + 16384);
  }

  @Test
  void aTemperatureOfTheUsersIsSentInPlaceOfTheTasks() {
    assertThat(rules("openai:m", "temperature", "0.7").shaped(ASK).temperature()).isEqualTo(0.7);
    assertThat(rules("openai:m", "temperature", "none").shaped(ASK).temperature()).isNull();
    assertThat(rules("openai:gpt-5.1", "temperature", "0.2").shaped(ASK).temperature())
        .isEqualTo(0.2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai:m | low | {\"reasoning_effort\":\"low\"}",
        "mistral:m | high | {\"reasoning_effort\":\"high\"}",
        "anthropic:claude-opus-4-6 | max | {\"output_config\":{\"effort\":\"max\"}}",
        "google:gemini-3.8-flash | minimal |"
            + " {\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"minimal\"}}}",
        "ollama:m | none | {\"think\":false}",
        "ollama:gpt-oss:20b | high | {\"think\":\"high\"}"
      })
  void effortIsSentInTheProvidersPlace(String model, String word, String patch) {
    assertThat(rules(model, "reasoning-effort", word).shaped(ASK).patch()).isEqualTo(patch);
  }

  @Test
  void fieldsOfTheUsersAreMergedWithEffort() {
    String field = "output_config={\"format\":1}";
    assertThat(
            rules("anthropic:m", "reasoning-effort", "low", "request-field", field)
                .shaped(ASK)
                .patch())
        .isEqualTo("{\"output_config\":{\"effort\":\"low\",\"format\":1}}");
  }

  @Test
  void aLimitAmongTheFieldsIsTheLimitAndCountsAsSuch() {
    Ask sent = rules("openai:gpt-5", "request-field", "max_tokens=900").shaped(ASK);
    assertThat(sent.maxTokens()).isEqualTo(900);
    assertThat(sent.patch()).isEqualTo("{\"max_tokens\":null,\"max_completion_tokens\":900}");
    assertThat(rules("openai:m", "request-field", "max_tokens=900").shaped(ASK).patch()).isEmpty();
  }

  @Test
  void whatWasRefusedIsLeftOutAlsoWhenTheUserWantsIt() {
    var rules = rules("openai:m", "temperature", "0.7");
    assertThat(rules.refuse(Parameter.TEMPERATURE, Parameter.JSON, Parameter.SEED))
        .hasValueSatisfying(said -> assertThat(said).contains("openai:m", "temperature, seed"));
    Ask sent = rules.shaped(ASK);
    assertThat(sent.temperature()).isNull();
    assertThat(sent.seed()).isNull();
    assertThat(sent.json()).isFalse();
    assertThat(sent.topP()).isEqualTo(0.9);
    assertThat(sent.maxTokens()).isEqualTo(32);
    assertThat(rules.refuse(Parameter.SEED)).isEmpty();
  }

  @Test
  void aRefusedLimitHasItsOtherName() {
    var rules = rules("openai:gpt-5-local");
    rules.refuse(Parameter.LIMIT, Parameter.RESERVE);
    assertThat(rules.shaped(ASK).patch()).isEmpty();
    assertThat(rules.shaped(ASK).maxTokens()).isEqualTo(32);
  }

  @Test
  void whatModelsRefusedIsWrittenDownAndReadAgain() {
    var refused = new Refused();
    refused.add("openai:m", Set.of(Parameter.LIMIT, Parameter.TEMPERATURE));
    assertThat(refused.toJson().toString())
        .isEqualTo("{\"openai:m\":[\"temperature\",\"max_tokens\"]}");
    var again = new Refused();
    again.add(refused.toJson());
    assertThat(again.of("openai:m")).isEqualTo(refused.of("openai:m"));
    again.add(refused.toJson().path("nothing"));
    assertThat(again.of("openai:other")).isEmpty();
  }

  @Test
  void whatIsKnownToBeLeftOutIsSaidOnce() {
    var refused = new Refused();
    var spec = ModelSpec.parse("openai:gpt-5");
    assertThat(new RequestRules(spec, RequestOptions.STANDARD, refused).known())
        .hasValueSatisfying(said -> assertThat(said).contains("openai:gpt-5", "temperature"));
    assertThat(new RequestRules(spec, RequestOptions.STANDARD, refused).known()).isEmpty();
    assertThat(rules("openai:gpt-4o").known()).isEmpty();
  }
}
