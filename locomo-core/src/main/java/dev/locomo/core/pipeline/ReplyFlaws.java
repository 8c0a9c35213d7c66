package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * What replies hold that no answer needs. Replies are kept and scored as they came; whoever shows
 * them should know.
 *
 * @param hidden replies with characters that a terminal obeys or nobody sees
 * @param keys replies with what looks like a key
 * @param unreadable replies with U+FFFD, which stands for bytes that are no UTF-8 and for half
 *     surrogate pairs
 * @param oversized replies of more than 100,000 characters
 */
public record ReplyFlaws(long hidden, long keys, long unreadable, long oversized) {
  private static final int LONGEST = 100_000;
  private static final char REPLACEMENT = 0xFFFD;
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final Pattern KEY =
      Pattern.compile("\\b(?:(?:sk|pk|ghp|hf|xox[bp])[-_][A-Za-z0-9_-]{20}|AIza[A-Za-z0-9_-]{30})");

  /** Of all these replies. */
  public static ReplyFlaws of(Collection<String> replies) {
    return new ReplyFlaws(
        replies.stream().filter(ReplyFlaws::hides).count(),
        replies.stream().filter(reply -> KEY.matcher(reply).find()).count(),
        replies.stream().filter(reply -> reply.indexOf(REPLACEMENT) >= 0).count(),
        replies.stream().filter(reply -> reply.length() > LONGEST).count());
  }

  private static boolean hides(String reply) {
    return reply.codePoints().anyMatch(ReplyFlaws::hidden);
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> !Character.isWhitespace(c);
      case Character.FORMAT -> c != JOINER && c != NON_JOINER;
      default -> false;
    };
  }

  /** Adds them as {@code reply_flaws}, if there are any. */
  public void describe(ObjectNode usage) {
    if (hidden + keys + unreadable + oversized > 0) {
      ObjectNode flaws = JsonFiles.MAPPER.createObjectNode();
      flaws.put("hidden_characters", hidden).put("keys", keys);
      flaws.put("unreadable_characters", unreadable).put("oversized", oversized);
      usage.set("reply_flaws", flaws);
    }
  }
}
