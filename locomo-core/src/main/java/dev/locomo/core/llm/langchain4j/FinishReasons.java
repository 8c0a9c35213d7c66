package dev.locomo.core.llm.langchain4j;

import dev.locomo.core.llm.Reply.Finish;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers' words for why a model stopped, in any case of letters and with any signs between
 * them. No word means two things at two providers; one that is not known is understood by its
 * parts, for new ones are made of old ones.
 */
final class FinishReasons {
  private static final Set<String> DONE =
      Set.of(
          ("stop endturn stopsequence stopsequences eos eostoken eosfound endid stopwords stopstr"
                  + " stopstringfound complete completed finish finished stopcriteriamet"
                  + " matchedtoken done end endofsequence endofturn")
              .split(" "));

  private static final Pattern FILTERED =
      Pattern.compile(
          "filter|refus|safety|recitation|block|prohibited|spii|language|sensitive|toxic|moderat"
              + "|guardrail|policy|modelarmor|jailbreak|inspection|riskcontrol");

  private static final Pattern CUT =
      Pattern.compile(
          "length|max\\w*tokens|maxlen|contextwindow|tokenlimit|errorlimit|^limit$|truncat|incomplete"
              + "|budget|numpredict");

  private static final Pattern FAILED =
      Pattern.compile(
          "error|fail|abort|cancel|timed?out|interrupt|malformed|unexpected|insufficient|overload"
              + "|unavailable|disconnect|pause|notfinished|ratelimit|missingthought|unload|userstop"
              + "|lost|preempt|shutdown|exception|toomany|kill|^oom$|outofmemory|evict|exhausted");

  private FinishReasons() {}

  /**
   * What a word means, {@link Finish#OTHER} when that is not known; null when it says that the
   * reply failed.
   */
  static @Nullable Finish of(String word) {
    String low =
        word.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]", "")
            .replaceFirst("^(?:finish)?reason(?=.)", "");
    if (DONE.contains(low)) {
      return Finish.STOP;
    }
    if (FILTERED.matcher(low).find()) {
      return Finish.FILTERED;
    }
    if (CUT.matcher(low).find()) {
      return Finish.LENGTH;
    }
    return FAILED.matcher(low).find() ? null : Finish.OTHER;
  }
}
