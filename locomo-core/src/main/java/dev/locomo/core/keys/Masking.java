package dev.locomo.core.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides keys in what is printed and logged: everything that has the form of one, and the very
 * values that this process was given.
 */
public final class Masking {
  private static final String MASK = "***";

  /** Each with what goes before the secret as its first group. */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              "(?i)(\\b(?:proxy-)?authorization[\"']?\\s*[:=]\\s*[\"']?(?:(?:bearer|basic)\\s+)?)"
                  + "[^\\s\"',;]+"),
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}"),
          Pattern.compile(
              "(?i)(\\b(?:x-api-key|x-goog-api-key|api[-_]key|access[-_]token|secret[-_]key"
                  + "|password)[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"',;&]+"),
          Pattern.compile(
              "(\\b)(?:(?:sk|pk|rk|ghp|gho|hf|glpat|github_pat|xox[abprs])[-_][A-Za-z0-9_.-]{12,}"
                  + "|AIza[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{16})"),
          Pattern.compile("(\\b[a-z][a-z0-9+.-]{0,30}://)[^\\s/@:]*:[^\\s/@]*@"),
          Pattern.compile("(?i)((?:^|[?&])(?:key|token|sig)=)[^&\\s\"']+"),
          Pattern.compile("(?i)(\\b(?:AccountKey|SharedAccessSignature)=)[^;\\s\"']+"));

  private static volatile Map<String, String> environment = Map.of();
  private static volatile @Nullable Set<String> known;

  private Masking() {}

  /** From now on hides the secrets among these variables, and in the files they name. */
  public static void secretsOf(Map<String, String> variables) {
    environment = variables;
    known = null;
  }

  /** Looked for when something is first said: most calls say nothing. */
  private static Set<String> known() {
    Set<String> found = known;
    if (found == null) {
      found = Keys.secrets(environment, Path.of(".env"));
      known = found;
    }
    return found;
  }

  /** The text without keys. */
  public static String mask(String text) {
    String masked = Keys.without(known(), text, MASK);
    for (Pattern form : FORMS) {
      masked = form.matcher(masked).replaceAll("$1" + MASK);
    }
    return masked;
  }
}
