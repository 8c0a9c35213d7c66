package dev.locomo.core.llm.langchain4j;

import dev.locomo.core.llm.Reply.Finish;
import dev.locomo.core.llm.http.HttpReply;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The providers' words for why a model stopped. No word means two things at two providers. */
final class FinishReasons {
  private static final Map<String, Finish> WORDS = new HashMap<>();

  static {
    Map.of(
            Finish.STOP,
            "stop end_turn stop_sequence",
            Finish.LENGTH,
            "length max_tokens model_length model_context_window_exceeded",
            Finish.FILTERED,
            "content_filter refusal safety recitation blocklist prohibited_content spii")
        .forEach((finish, words) -> {
          for (String word : words.split(" ")) {
            WORDS.put(word, finish);
          }
        });
  }

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
