package dev.locomo.core.llm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.Reply.Finish;
import org.junit.jupiter.api.Test;

/** The words of providers and servers, old and new, for why a reply ended. */
class FinishReasonsTest {
  private static void all(@org.jspecify.annotations.Nullable Finish meaning, String words) {
    for (String word : words.split(" ")) {
      assertThat(FinishReasons.of(word)).as(word).isEqualTo(meaning);
    }
  }

  @Test
  void wordsForAWholeReply() {
    all(
        Finish.STOP,
        "stop STOP end_turn stop_sequence eos_token COMPLETE matched_token FINISH"
            + " eosFound stopStringFound FINISH_REASON_STOP REASON_STOP FinishReasonStop");
  }

  @Test
  void wordsForALimit() {
    all(
        Finish.LENGTH,
        "length MAX_TOKENS max_tokens model_length model_context_window_exceeded max_output_tokens"
            + " LENGTH ERROR_LIMIT limit incomplete max_completion_tokens"
            + " maxPredictedTokensReached contextLengthReached REASON_MAX_LEN budget_exhausted"
            + " FINISH_REASON_MAX_TOKENS num_predict");
  }

  @Test
  void wordsForAFilter() {
    all(
        Finish.FILTERED,
        "content_filter refusal SAFETY RECITATION BLOCKLIST PROHIBITED_CONTENT SPII LANGUAGE"
            + " IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT IMAGE_RECITATION MODEL_ARMOR sensitive"
            + " guardrail_intervened content_filtered ERROR_TOXIC CONTENT_FILTERED"
            + " data_inspection_failed risk_control");
  }

  @Test
  void wordsForAFailure() {
    all(
        null,
        "error ERROR network_error abort cancelled USER_CANCEL timeout timed_out pause_turn"
            + " MALFORMED_FUNCTION_CALL MALFORMED_RESPONSE UNEXPECTED_TOOL_CALL not_finished"
            + " MISSING_THOUGHT_SIGNATURE insufficient_system_resource malformed_model_output"
            + " modelUnloaded userStopped connection_lost preempted server_shutdown exception"
            + " TOO_MANY_TOOL_CALLS killed oom evicted kv_cache_exhausted");
  }

  @Test
  void wordsThatTellNothingOfTheText() {
    all(
        Finish.OTHER,
        "OTHER FINISH_REASON_UNSPECIFIED tool_calls tool_use function_call load unknown weird"
            + " NO_IMAGE");
    assertThat(FinishReasons.of("")).isEqualTo(Finish.OTHER);
  }
}
