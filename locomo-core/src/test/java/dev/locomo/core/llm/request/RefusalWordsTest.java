package dev.locomo.core.llm.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.ModelFamily.Parameter;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What services answer to a parameter that they do not take. */
class RefusalWordsTest {
  private static final EnumSet<Parameter> ALL = EnumSet.complementOf(EnumSet.of(Parameter.RESERVE));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "TEMPERATURE | {\"error\":{\"message\":\"Unsupported value: 'temperature' does not support"
            + " 0 with this model. Only the default (1) value is"
            + " supported.\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"Unsupported parameter: 'temperature' is not"
            + " supported with this model.\",\"code\":\"unsupported_parameter\"}}",
        "TEMPERATURE |"
            + " {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"`temperature`"
            + " is deprecated for this model.\"}}",
        "TEMPERATURE | {\"message\":\"The model returned the following errors: temperature is"
            + " deprecated\"}",
        "TEMPERATURE | {\"error\":{\"message\":\"`temperature` may only be set to 1 when thinking"
            + " is on\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"litellm.UnsupportedParamsError: gpt-5 models don't"
            + " support temperature=0.0. Only temperature=1 is supported.\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"invalid temperature: only 1 is allowed for this"
            + " model\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":"
            + "\"{\\\"error\\\":{\\\"message\\\":\\\"Unsupported value: 'temperature'\\\"}}\"}}}",
        "TEMPERATURE | Malformed input request: extraneous key [temperature] is not permitted",
        "TOP_P | {\"error\":{\"message\":\"`temperature` and `top_p` cannot both be specified\"}}",
        "SEED |"
            + " {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"seed\"],\"msg\":\"Extra"
            + " inputs are not permitted\",\"input\":0}]}}",
        "SEED | {\"message\":\"[{'type': 'extra_forbidden', 'loc': ('body', 'random_seed')}]\"}",
        "SEED | {\"error\":{\"message\":\"Unrecognized request argument supplied: seed\"}}",
        "SEED | {\"error\":{\"message\":\"property 'seed' is unsupported\"}}",
        "SEED | {\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name"
            + " \\\"seed\\\" at 'generation_config': Cannot find field.\"}}",
        "JSON | {\"error\":\"'response_format.type' must be 'json_schema' or 'text'\"}",
        "JSON | {\"error\":\"'response_format.type' must be 'json_schema'\"}",
        "JSON | {\"error\":{\"message\":\"Invalid parameter: 'response_format' of type"
            + " 'json_object' is not supported with this model.\",\"param\":\"response_format\"}}",
        "JSON | {\"error\":{\"message\":\"deepseek-reasoner does not support Json Output.\"}}",
        "JSON | {\"error\":{\"message\":\"JSON mode is not enabled for models/gemma-3-27b-it\"}}",
        "LIMIT | {\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported"
            + " with this model. Use 'max_completion_tokens' instead.\",\"param\":\"max_tokens\"}}",
        "TEMPERATURE | {\"error\":\"Input validation error: `temperature` must be strictly positive\"}",
        "TEMPERATURE | {\"error\":{\"message\":\"temperature must be in (0, 1.0], but got 0.0\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"Temperature should be greater than 0\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"The 'temperature' parameter is not compatible with reasoning models\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"temperature is not configurable for this model\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"temperature does not apply to this model\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"When thinking is enabled, temperature must be 1\"}}",
        "TEMPERATURE | {\"error\":{\"message\":\"temperature can only be 1.0 for this model\"}}",
        "SEED | {\"error\":{\"message\":\"Invalid parameter: seed\"}}",
        "SEED | {\"error\":{\"message\":\"The following parameters are ignored or invalid for this endpoint: seed\"}}",
        "JSON | {\"error\":{\"message\":\"json_object is not one of ['json_schema', 'text']\"}}",
        "JSON | {\"error\":{\"message\":\"Invalid value: 'json_object'. Supported values are: 'json_schema' and 'text'.\"}}",
        "JSON | {\"error\":{\"message\":\"'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.\"}}",
        "JSON | {\"error\":{\"message\":\"This response_format type is unavailable now\"}}",
        "JSON | {\"detail\":[{\"loc\":[\"body\",\"response_format\",\"type\"],\"msg\":\"Input should be 'text' or 'json_schema'\"}]}",
        "JSON | {\"error\":{\"message\":\"model features structured outputs not support\"}}",
        "JSON | {\"error\":{\"message\":\"response format is not supported for model x\"}}",
        "LIMIT | {\"error\":{\"message\":\"The 'max_tokens' parameter has been replaced by 'max_completion_tokens'\"}}",
        "LIMIT | {\"error\":{\"message\":\"Use 'max_completion_tokens' instead of 'max_tokens'\"}}",
        "LIMIT | {\"error\":{\"message\":\"Unrecognized request argument supplied:"
            + " max_completion_tokens\"}}"
      })
  void theRefusedParameterIsNamed(Parameter named, String body) {
    assertThat(RefusalWords.named(body, ALL)).hasValue(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"The model `gpt-9` does not"
            + " exist\",\"code\":\"model_not_found\"}}",
        "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens\"}}",
        "{\"error\":{\"message\":\"parameter.enable_thinking must be set to false\"}}",
        "{\"error\":{\"message\":\"Unsupported value: 'reasoning_effort' does not support"
            + " 'minimal'\"}}",
        "{\"error\":{\"message\":\"temperature: Input should be less than or equal to 1\"}}",
        "{\"error\":{\"message\":\"temperature_x is not supported\"}}",
        "{\"error\":{\"message\":\"temperature must be between 0 and 1, but got 3.0\"}}",
        "{\"error\":{\"message\":\"temperature must be at most 2\"}}",
        "{\"detail\":\"Not Found\"}",
        ""
      })
  void anythingElseIsNoRefusalOfAParameter(String body) {
    assertThat(RefusalWords.named(body, ALL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This model's maximum context length is 8192 tokens. However, you requested 24576 tokens",
        "'max_tokens' or 'max_completion_tokens' is too large: 16416.",
        "max_tokens: 128000 > 64000, which is the maximum allowed number of output tokens",
        "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000",
        "Range of max_tokens should be [1, 8192]"
      })
  void aLimitThatIsTooLargeIsTheRoomForReasoning(String body) {
    assertThat(RefusalWords.named(body, EnumSet.allOf(Parameter.class)))
        .hasValue(Parameter.RESERVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Unsupported parameter: 'temperature' is not supported"})
  void whatWasNotSentIsNotToBlame(String body) {
    assertThat(RefusalWords.named(body, EnumSet.of(Parameter.SEED))).isEmpty();
  }
}
