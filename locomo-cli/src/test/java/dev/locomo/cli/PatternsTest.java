package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every regular expression in the sources, on texts that repeat what it looks for: twice the text
 * is at most some three times the work. A reply of 300,000 blanks is read in no time then, and not
 * in half an hour. Work is counted in characters looked at, so that the machine does not matter.
 */
class PatternsTest {
  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));
  private static final int LENGTH = 300;

  /** A text of this length is read fast enough whatever its growth. */
  private static final long FEW = 60L * LENGTH;

  private static final long MOST = 1_000_000;
  private static final double GROWTH = 2.8;

  /** What has another bound, by its beginning. */
  private static final Set<String> BOUNDED =
      Set.of(
          "[\\[(]*\\bD\\d+:\\d+(?:" // FactsReply: the last 2,000 characters of a sentence
          );

  private static final Pattern USE =
      Pattern.compile(
          "(?:\\b(\\w+)\\s*=\\s*(?:Pattern\\s*\\.)?compile|\\.(compile|replaceAll|replaceFirst|matches|split))"
              + "\\(\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*+\")*+)([^;]{0,120})");

  private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern LITERAL =
      Pattern.compile("(?:[A-Za-z<>|/`:;,\"'= _-]|\\\\[\\[\\](){}|.$*+?])+");

  private static final List<String> PIECES =
      List.of(
          " ", "\n", "\t", "a", "0", "a ", "a.", "1,", "\"", "\\", "[", "(", "{", "<", ".", ",",
          "-", "*", "`", "=", ":", "'", "#", "|", "\u00e9", "\u4e00");

  private record Found(String place, Pattern pattern, boolean whole) {}

  @Test
  void noPatternTakesMoreThanItsShareForALongText() throws Exception {
    var all = patterns();
    assertThat(all).hasSizeGreaterThan(200);
    assertThat(all.stream().map(PatternsTest::problem).filter(p -> !p.isEmpty())).isEmpty();
  }

  private static String problem(Found found) {
    String regex = found.pattern.pattern();
    if (BOUNDED.stream().anyMatch(regex::startsWith)) {
      return "";
    }
    Set<String> own = literals(regex);
    var before = new LinkedHashSet<>(List.of("", "a"));
    var repeated = new LinkedHashSet<>(PIECES);
    for (String one : own) {
      before.addAll(List.of(one, one + "\n"));
      repeated.addAll(List.of(one, one + " ", one + "\n"));
    }
    for (String start : before) {
      for (String piece : repeated) {
        for (String end : List.of("", "!", "\u0001a")) {
          int times = LENGTH / piece.length() + 1;
          long once = looks(found, start + piece.repeat(times) + end);
          if (once > FEW) {
            long twice = looks(found, start + piece.repeat(2 * times) + end);
            if (twice > GROWTH * once) {
              return "%s: %s with '%s', '%s' repeated, '%s': %d, then %d characters looked at"
                  .formatted(found.place, regex, start, piece, end, once, twice);
            }
          }
        }
      }
    }
    return "";
  }

  private static Set<String> literals(String regex) {
    var literals = new LinkedHashSet<String>();
    Matcher literal = LITERAL.matcher(regex.replaceAll("\\\\[sSdDwWbBhvRpP]", " "));
    while (literal.find() && literals.size() < 8) {
      String text = literal.group().replaceAll("\\\\(.)", "$1").strip();
      if (!text.isEmpty()) {
        literals.add(text);
      }
    }
    return literals;
  }

  private static long looks(Found found, String text) {
    var looked = new Looked(text, new long[1]);
    try {
      Matcher matcher = found.pattern.matcher(looked);
      if (found.whole) {
        matcher.matches();
      } else {
        while (matcher.find()) {}
      }
    } catch (TooMany e) {
      // As many as are counted.
    }
    return looked.count[0];
  }

  private static final class TooMany extends RuntimeException {}

  /** Counts how often a character is looked at. */
  private record Looked(String text, long[] count) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++count[0] > MOST) {
        throw new TooMany();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Looked(text.substring(start, end), count);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static List<Found> patterns() throws IOException {
    var found = new ArrayList<Found>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/src/main/java/.*\\.java")).toList()) {
        String source = Files.readString(file);
        for (Matcher use = USE.matcher(source); use.find(); ) {
          Pattern pattern = compiled(use);
          if (pattern != null && pattern.pattern().length() > 1) {
            int line = 1 + (int) source.substring(0, use.start()).lines().count();
            boolean whole = "matches".equals(use.group(2)) || matchedWhole(source, use.group(1));
            found.add(new Found(file.getFileName() + ":" + line, pattern, whole));
          }
        }
      }
    }
    return found;
  }

  private static boolean matchedWhole(String source, @Nullable String name) {
    if (name == null) {
      return false;
    }
    var uses = Pattern.compile("\\b" + name + "\\s*\\.(?s:.{0,200})").matcher(source).results();
    return uses.allMatch(use ->
        use.group()
            .matches(
                "(?s)\\w+\\s*\\.(matcher\\(.{0,90}?\\)\\s*\\.matches\\(\\)|asMatchPredicate).*"));
  }

  private static @Nullable Pattern compiled(Matcher use) {
    var regex = new StringBuilder();
    for (Matcher part = PART.matcher(use.group(3)); part.find(); ) {
      regex.append(unicode(part.group(1)).translateEscapes());
    }
    int flags = 0;
    flags |= use.group(4).contains("CASE_INSENSITIVE") ? Pattern.CASE_INSENSITIVE : 0;
    flags |= use.group(4).contains("DOTALL") ? Pattern.DOTALL : 0;
    flags |= use.group(4).contains("MULTILINE") ? Pattern.MULTILINE : 0;
    try {
      return Pattern.compile(regex.toString(), flags);
    } catch (PatternSyntaxException e) {
      return null; // A part of one, or no regular expression
    }
  }

  private static String unicode(String literal) {
    return Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u([0-9A-Fa-f]{4})")
        .matcher(literal)
        .replaceAll(code ->
            Matcher.quoteReplacement(code.group(1) + (char) Integer.parseInt(code.group(2), 16)));
  }
}
