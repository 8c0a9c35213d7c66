package dev.locomo.core.llm.langchain4j;

import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.http.HttpReply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The providers' words for why a model stopped. No word means two things at two providers. */
final class FinishReasons {
  private static final Map<String, Finish> WORDS =
      Map.ofEntries(
          Map.entry("stop", Finish.STOP),
          Map.entry("end_turn", Finish.STOP),
          Map.entry("stop_sequence", Finish.STOP),
          Map.entry("length", Finish.LENGTH),
          Map.entry("max_tokens", Finish.LENGTH),
          Map.entry("model_length", Finish.LENGTH),
          Map.entry("model_context_window_exceeded", Finish.LENGTH),
          Map.entry("content_filter", Finish.FILTERED),
          Map.entry("refusal", Finish.FILTERED),
          Map.entry("safety", Finish.FILTERED),
          Map.entry("recitation", Finish.FILTERED),
          Map.entry("blocklist", Finish.FILTERED),
          Map.entry("prohibited_content", Finish.FILTERED),
          Map.entry("spii", Finish.FILTERED));

  private FinishReasons() {}

  /** Why a reply ended; of what is at the pointers, the first that is there. */
  static Finish of(HttpReply reply, List<String> pointers) {
    if (reply.text("/choices/0/message/refusal") != null) {
      return Finish.FILTERED;
    }
    return pointers.stream()
        .map(reply::text)
        .filter(Objects::nonNull)
        .findFirst()
        .map(word -> WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), Finish.OTHER))
        .orElse(Finish.OTHER);
  }
}
