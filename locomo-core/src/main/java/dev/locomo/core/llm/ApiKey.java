package dev.locomo.core.llm;

import dev.locomo.core.error.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider's key that cannot be printed by accident.
 *
 * @param secret the key itself: for the request's header and nothing else
 */
public record ApiKey(String secret) {
  private static final int SHOWN = 4;
  private static final int LONG_ENOUGH_TO_SHOW = 12;
  private static final int SHORTEST_HIDDEN = 8;
  private static final Map<String, Pattern> SPELLINGS = new ConcurrentHashMap<>();

  public ApiKey {
    if (!possible(secret)) {
      throw impossible("a key");
    }
  }

  /**
   * The key that a variable holds.
   *
   * @throws UserError when it is none, naming the variable and not the value
   */
  public static ApiKey of(String variable, String secret) {
    if (!possible(secret)) {
      throw impossible("the key in " + variable);
    }
    return new ApiKey(secret);
  }

  private static boolean possible(String secret) {
    return !secret.isEmpty()
        && secret.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"'`".indexOf(c) < 0);
  }

  private static UserError impossible(String what) {
    return new UserError(
        what + " is empty or has characters that no key has (blanks, quotes, other alphabets)",
        "the key alone, copied again from the provider");
  }

  /**
   * The text with this key replaced by what {@link #toString} shows, however it is written there:
   * in other case, percent-encoded (once or twice), with JSON escapes, or inside base64, by itself
   * or after {@code Bearer} or a user's name. A key shorter than eight characters stays: it is a
   * word for a server that wants any, and may be part of other words.
   */
  public String hiddenIn(String text) {
    if (secret.length() < SHORTEST_HIDDEN) {
      return text;
    }
    String shown = Matcher.quoteReplacement(toString());
    return SPELLINGS.computeIfAbsent(secret, ApiKey::spellings).matcher(text).replaceAll(shown);
  }

  private static Pattern spellings(String secret) {
    var forms = new ArrayList<String>();
    var letters = new StringBuilder();
    // What a spelling begins with: for most of a long text one look at a character decides.
    var first = new StringBuilder("%\\\\_\\-");
    first.append(Pattern.quote(secret.substring(0, 1).toLowerCase(Locale.ROOT)));
    first.append(Pattern.quote(secret.substring(0, 1).toUpperCase(Locale.ROOT)));
    for (char c : secret.toCharArray()) {
      String escaped = "%%(?:25)?%02x|\\\\{1,2}u00%02x".formatted((int) c, (int) c);
      letters.append("(?:").append(Pattern.quote("" + c)).append("|").append(escaped).append(")");
    }
    forms.add("(?i:" + letters + ")");
    // Three bytes make four characters: what stands before a key decides which four.
    for (int before = 0; before < 3; before++) {
      byte[] bytes = ("\0".repeat(before) + secret).getBytes(StandardCharsets.US_ASCII);
      String whole = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      // The characters at both ends depend on the neighbours as well.
      int end = bytes.length % 3 == 0 ? whole.length() : whole.length() - 1;
      String core = whole.substring(before == 0 ? 0 : before + 1, end);
      String either = core.replace("+", "[+-]").replace("/", "[/_]");
      first.append(Pattern.quote(core.substring(0, 1)));
      forms.add(either + "[A-Za-z0-9+/_=-]{0,4}");
    }
    return Pattern.compile("(?=[" + first + "])(?:" + String.join("|", forms) + ")");
  }

  /** The last four characters, of a short key none. */
  @Override
  public String toString() {
    return secret.length() < LONG_ENOUGH_TO_SHOW
        ? "..."
        : "..." + secret.substring(secret.length() - SHOWN);
  }
}
