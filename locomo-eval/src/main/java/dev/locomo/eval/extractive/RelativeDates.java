package dev.locomo.eval.extractive;

import dev.locomo.core.text.Word;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time expressions of an English text, absolute ("May 7, 2023") and relative to the day
 * it was said ("yesterday", "last Friday", "two weeks ago", "next month"), and says which day,
 * week, month, season or year they mean.
 */
final class RelativeDates {
  private static final String MONTH =
      "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
          + "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?";

  /** Without a year only with its capital: "may" and "march" are verbs as well. */
  private static final String CAPITAL_MONTH = "(?-i:" + MONTH + ")";

  private static final String DAY = "([0-3]?\\d)(?:st|nd|rd|th)?\\b";
  private static final String YEAR = "((?:19|20)\\d\\d)";
  private static final String WEEKDAY = "(mon|tues|wednes|thurs|fri|satur|sun)day";
  private static final String SHORT_WEEKDAY =
      "(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?";
  private static final List<String> NUMBERS =
      List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final String COUNT =
      "(\\d{1,2}|an?|a couple(?: of)?|" + String.join("|", NUMBERS) + ")";
  private static final String LAST = "(?:last|this past|past|the previous) ";
  private static final String NEXT = "(?:next|this coming|the coming|the following) ";
  private static final String AGO = " (?:ago|back)";

  /** Every expression has one of these, so that most texts need no further look. */
  private static final Pattern HINT =
      Pattern.compile(
          "\\d|day|night|tomorrow|morning|afternoon|evening|week|month|year|spring|summer|fall"
              + "|autumn|winter|"
              + LAST
              + "|"
              + NEXT
              + "|\\b"
              + CAPITAL_MONTH,
          Pattern.CASE_INSENSITIVE);

  /** Earlier rules win where two match the same words. */
  private static final List<Rule> RULES =
      List.of(
          absolute(DAY + "(?: of)? " + MONTH + ",? " + YEAR, m -> date(m, 3, 2, 1)),
          absolute(MONTH + " " + DAY + ",? " + YEAR, m -> date(m, 3, 1, 2)),
          absolute(
              MONTH + ",? " + YEAR,
              m -> TimeSpan.month(YearMonth.of(number(m.group(2)), month(m.group(1))))),
          absolute("(?:in|since|from|of|year) " + YEAR, m -> TimeSpan.year(number(m.group(1)))),
          rule(
              CAPITAL_MONTH + " (?:the )?" + DAY,
              (m, said) -> TimeSpan.closest(said, month(m.group(1)), number(m.group(2)))),
          rule(
              DAY + " (?:of )?" + CAPITAL_MONTH,
              (m, said) -> TimeSpan.closest(said, month(m.group(2)), number(m.group(1)))),
          rule(
              "(in|since|last|next|this|early|late|by|until|during|of) " + CAPITAL_MONTH,
              (m, said) -> TimeSpan.month(monthNear(said, m.group(1), month(m.group(2))))),
          rule("on the " + DAY, (m, said) -> TimeSpan.closest(said, number(m.group(1)))),
          rule("the day before yesterday", (m, said) -> TimeSpan.day(said.minusDays(2))),
          rule("yesterday|last night", (m, said) -> TimeSpan.day(said.minusDays(1))),
          rule("the day after tomorrow", (m, said) -> TimeSpan.day(said.plusDays(2))),
          rule("tomorrow", (m, said) -> TimeSpan.day(said.plusDays(1))),
          rule("today|tonight|this (?:morning|afternoon|evening)", (m, said) -> TimeSpan.day(said)),
          rule(
              "the other day|(?:a )?few days" + AGO,
              (m, said) -> TimeSpan.around(said, "A few days before", -6, -1)),
          rule(
              COUNT + " days?" + AGO, (m, said) -> TimeSpan.day(said.minusDays(count(m.group(1))))),
          rule(
              COUNT + " (week|weekend)s?" + AGO,
              (m, said) -> weeksAgo(said, count(m.group(1)), m.group(2))),
          rule(
              COUNT + " months?" + AGO,
              (m, said) -> TimeSpan.month(YearMonth.from(said).minusMonths(count(m.group(1))))),
          rule(
              COUNT + " years?" + AGO,
              (m, said) -> TimeSpan.year(said.getYear() - count(m.group(1)))),
          rule(
              LAST + SHORT_WEEKDAY, (m, said) -> TimeSpan.weekdayBefore(said, weekday(m.group(1)))),
          rule(
              "on " + WEEKDAY + "|" + WEEKDAY + " night",
              (m, said) -> TimeSpan.weekdayBefore(said, weekday(either(m)))),
          rule(
              NEXT + SHORT_WEEKDAY + "|this " + WEEKDAY,
              (m, said) -> TimeSpan.weekdayAfter(said, weekday(either(m)))),
          rule(
              LAST + "(week|weekend)|(?:over|during) the (weekend)|earlier this (week)",
              (m, said) -> TimeSpan.around(said, "The " + either(m) + " before", -7, -1)),
          rule(
              NEXT + "(week|weekend)",
              (m, said) -> TimeSpan.around(said, "The " + m.group(1) + " after", 1, 7)),
          rule(
              "this (week|weekend)",
              (m, said) -> TimeSpan.around(said, "The " + m.group(1) + " of", -3, 6)),
          rule(LAST + "month", (m, said) -> TimeSpan.month(YearMonth.from(said).minusMonths(1))),
          rule("this month", (m, said) -> TimeSpan.month(YearMonth.from(said))),
          rule(NEXT + "month", (m, said) -> TimeSpan.month(YearMonth.from(said).plusMonths(1))),
          rule(LAST + "year", (m, said) -> TimeSpan.year(said.getYear() - 1)),
          rule("this year", (m, said) -> TimeSpan.year(said.getYear())),
          rule(NEXT + "year", (m, said) -> TimeSpan.year(said.getYear() + 1)),
          rule(
              "(last|this|next) (spring|summer|fall|autumn|winter)",
              (m, said) -> season(said, lower(m.group(1)), lower(m.group(2)))));

  private RelativeDates() {}

  /**
   * The time expressions of a text, in order, not overlapping; what is no date ("June 31") is none.
   *
   * @param said the day the text was said, or null when it is unknown: then only what names its
   *     year is found
   */
  static List<TimePhrase> in(String text, @Nullable LocalDate said) {
    var found = new ArrayList<TimePhrase>();
    if (!HINT.matcher(text).find()) {
      return found;
    }
    for (Rule rule : RULES) {
      rule.phrases(text, said)
          .filter(p -> found.stream().noneMatch(p::overlaps))
          .forEach(found::add);
    }
    found.sort(Comparator.comparingInt(TimePhrase::start));
    return found;
  }

  private static TimeSpan date(MatchResult m, int year, int month, int day) {
    return TimeSpan.day(
        LocalDate.of(number(m.group(year)), month(m.group(month)), number(m.group(day))));
  }

  /** The month that a word like "last" or "in" points to; by itself the closest one. */
  private static YearMonth monthNear(LocalDate said, String word, Month month) {
    YearMonth now = YearMonth.from(said);
    YearMonth here = YearMonth.of(said.getYear(), month);
    return switch (lower(word)) {
      case "last", "since" -> here.isBefore(now) ? here : here.minusYears(1);
      case "next", "by", "until" -> here.isAfter(now) ? here : here.plusYears(1);
      default -> {
        long ahead = ChronoUnit.MONTHS.between(now, here);
        yield ahead > 6 ? here.minusYears(1) : ahead < -6 ? here.plusYears(1) : here;
      }
    };
  }

  private static TimeSpan weeksAgo(LocalDate said, int weeks, String unit) {
    String what =
        weeks == 1 ? "The " + unit : NUMBERS.get(Math.min(weeks, 10) - 1) + " " + unit + "s";
    return TimeSpan.around(said, what + " before", -7 * weeks - 3, -7 * weeks + 3);
  }

  private static TimeSpan season(LocalDate said, String word, String name) {
    Month first =
        switch (name) {
          case "spring" -> Month.MARCH;
          case "summer" -> Month.JUNE;
          case "winter" -> Month.DECEMBER;
          default -> Month.SEPTEMBER;
        };
    YearMonth now = YearMonth.from(said);
    YearMonth here = YearMonth.of(said.getYear(), first);
    return switch (word) {
      case "last" ->
          TimeSpan.season(name, here.plusMonths(2).isBefore(now) ? here : here.minusYears(1));
      case "next" -> TimeSpan.season(name, here.isAfter(now) ? here : here.plusYears(1));
      default -> TimeSpan.season(name, here);
    };
  }

  /** The group that took part in the match. */
  private static String either(MatchResult m) {
    for (int g = 1; g <= m.groupCount(); g++) {
      if (m.group(g) != null) {
        return lower(m.group(g));
      }
    }
    throw new IllegalStateException("no group in " + m.group());
  }

  private static DayOfWeek weekday(String start) {
    return starting(DayOfWeek.values(), start);
  }

  private static Month month(String written) {
    return starting(Month.values(), written.substring(0, 3));
  }

  private static <E extends Enum<E>> E starting(E[] values, String start) {
    String upper = start.toUpperCase(Locale.ROOT);
    return Stream.of(values).filter(v -> v.name().startsWith(upper)).findFirst().orElseThrow();
  }

  private static int count(String written) {
    String word = lower(written);
    if (Character.isDigit(word.charAt(0))) {
      return Math.max(1, number(word));
    }
    return word.startsWith("a couple") ? 2 : Math.max(1, NUMBERS.indexOf(word) + 1);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Rule absolute(String regex, Function<MatchResult, TimeSpan> meaning) {
    return new Rule(pattern(regex), false, (m, said) -> meaning.apply(m));
  }

  private static Rule rule(String regex, BiFunction<MatchResult, LocalDate, TimeSpan> meaning) {
    return new Rule(pattern(regex), true, meaning);
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile("\\b(?:" + regex + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  /** An expression and what it means on the day it is said. */
  private record Rule(
      Pattern pattern, boolean relative, BiFunction<MatchResult, LocalDate, TimeSpan> meaning) {
    Stream<TimePhrase> phrases(String text, @Nullable LocalDate said) {
      LocalDate day = said == null ? LocalDate.EPOCH : said;
      return relative && said == null
          ? Stream.empty()
          : pattern.matcher(text).results().flatMap(m -> phrase(m, day));
    }

    private Stream<TimePhrase> phrase(MatchResult m, LocalDate said) {
      try {
        return Stream.of(new TimePhrase(m.start(), m.end(), meaning.apply(m, said)));
      } catch (DateTimeException e) {
        return Stream.empty();
      }
    }
  }

  /**
   * A time expression of a text.
   *
   * @param start index of its first character
   * @param end index after its last character
   * @param span the time it means
   */
  record TimePhrase(int start, int end, TimeSpan span) {
    boolean covers(Word word) {
      return start <= word.start() && word.end() <= end;
    }

    boolean overlaps(TimePhrase other) {
      return start < other.end && other.start < end;
    }
  }
}
