package dev.locomo.rag.annotate;

import dev.locomo.core.llm.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every reading of a reply begins with. */
final class ReplyText {
  private static final Pattern FENCE =
      Pattern.compile("```[A-Za-z]*\\s*\\n(.*?)\\n?\\s*```", Pattern.DOTALL);

  private ReplyText() {}

  /** Half an annotation is none. */
  static void requireWhole(Reply reply) throws Unreadable {
    switch (reply.finish()) {
      case LENGTH ->
          throw new Unreadable("the reply was cut off at the token limit; expected a shorter one");
      case FILTERED -> throw new Unreadable("the reply was stopped by the provider's filter");
      case STOP, OTHER -> {}
    }
  }

  /** The text without white space round it and without the code fence that some models put. */
  static String unfenced(String text) {
    Matcher fence = FENCE.matcher(text);
    return (fence.find() ? fence.group(1) : text).strip();
  }
}
