package dev.locomo.eval.judge.bank;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, weekdays, months and years inside an answer, in other spellings or made wrong. */
final class Details {
  private static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");
  private static final Pattern COUNT =
      Pattern.compile(
          "(?i)(?<n>\\b(?:\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\\b)(?<unit>(?:"
              + " (?!(?:january|february|march|april|may|june|july|august|september|october"
              + "|november|december|am|pm)\\b)\\p{L}+){0,3}[.]?)");
  private static final Pattern YEAR = Pattern.compile("\\b(?:19|20)\\d{2}\\b");
  private static final Pattern MONTH = Pattern.compile(names(Month.values()));
  private static final Pattern WEEKDAY = Pattern.compile("(?i)" + names(DayOfWeek.values()));

  private Details() {}

  private static String names(Enum<?>[] all) {
    var names = new ArrayList<String>();
    for (var one : all) {
      names.add(name(one));
    }
    return "\\b(?:" + String.join("|", names) + ")\\b";
  }

  private static String name(Enum<?> one) {
    return one instanceof Month month
        ? month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        : ((DayOfWeek) one).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** A short answer that counts something, with digits for words or words for digits. */
  static Optional<String> otherNumber(String text) {
    return COUNT.matcher(text.strip()).matches()
        ? replaced(
            COUNT,
            text.strip(),
            m -> spelled(number(m.group("n")), isWord(m.group("n"))) + m.group("unit"))
        : Optional.empty();
  }

  /** The same with another number, two or three away. */
  static Optional<String> wrongNumber(String text, int draw) {
    return COUNT.matcher(text.strip()).matches()
        ? replaced(COUNT, text.strip(), m -> moved(m.group("n"), 2 + draw % 2) + m.group("unit"))
        : Optional.empty();
  }

  /** A longer answer with its first month, year, weekday or number made another. */
  static Optional<String> wrong(String text, int draw) {
    int step = 1 + draw % 3;
    return replaced(MONTH, text, m -> name(Month.valueOf(upper(m.group())).plus(step)))
        .or(() -> replaced(YEAR, text, m -> Integer.toString(Integer.parseInt(m.group()) - step)))
        .or(() ->
            replaced(WEEKDAY, text, m -> name(DayOfWeek.valueOf(upper(m.group())).plus(step))))
        .or(() -> replaced(COUNT, text, m -> moved(m.group("n"), step) + m.group("unit")));
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static boolean isWord(String number) {
    return !Character.isDigit(number.charAt(0));
  }

  private static int number(String text) {
    return isWord(text) ? NUMBERS.indexOf(text.toLowerCase(Locale.ROOT)) : Integer.parseInt(text);
  }

  private static String spelled(int number, boolean digits) {
    return digits || number >= NUMBERS.size() ? Integer.toString(number) : NUMBERS.get(number);
  }

  private static String moved(String number, int step) {
    return spelled(number(number) + step, !isWord(number));
  }

  private interface Change {
    String of(Matcher m);
  }

  /** Empty where there is nothing to replace, or the same would be there again. */
  private static Optional<String> replaced(Pattern what, String text, Change change) {
    var m = what.matcher(text);
    if (!m.find()) {
      return Optional.empty();
    }
    String other = text.substring(0, m.start()) + change.of(m) + text.substring(m.end());
    return other.equals(text) ? Optional.empty() : Optional.of(other);
  }
}
