package dev.locomo.rag.retrieve;

import dev.locomo.core.dataset.Session;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.DateScorer.NamedDates.Span;
import dev.locomo.rag.retrieve.RankedByScore.Scorer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scores a passage by how well its session's date fits a date that the question names: 1 inside the
 * named days, then falling by e every {@link #FADING_DAYS} days, because people tell what happened
 * in the days after it; 0 before it, where the question names no date, and for a session whose date
 * cannot be read.
 */
final class DateScorer implements Scorer {
  /** How long an event stays a topic, in days. */
  static final double FADING_DAYS = 7;

  private final List<Optional<LocalDate>> dates;
  private final Set<Integer> years;

  DateScorer(Corpus corpus) {
    dates =
        corpus.passages().stream()
            .map(p -> Session.parseTime(p.date()).map(LocalDateTime::toLocalDate))
            .toList();
    years =
        dates.stream()
            .flatMap(Optional::stream)
            .map(LocalDate::getYear)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<double[]> scores(List<Query> queries) {
    return queries.stream().map(this::scores).toList();
  }

  double[] scores(Query query) {
    var spans = NamedDates.in(query.text(), years);
    return spans.isEmpty()
        ? new double[dates.size()]
        : dates.stream().mapToDouble(date -> date.map(d -> fit(d, spans)).orElse(0.0)).toArray();
  }

  private static double fit(LocalDate date, List<Span> spans) {
    return spans.stream().mapToDouble(span -> fit(date, span)).max().orElse(0);
  }

  private static double fit(LocalDate date, Span span) {
    if (date.isBefore(span.first())) {
      return 0;
    }
    long late = Math.max(0, ChronoUnit.DAYS.between(span.last(), date));
    return StrictMath.exp(-late / FADING_DAYS);
  }

  /**
   * The days and months that an English question names: {@code 7 May 2023}, {@code 7th of May},
   * {@code May 7, 2023}, {@code May 2023}, {@code in May}. A bare "may" or "march" is taken for the
   * verb, a year alone for too wide a hint.
   */
  static final class NamedDates {
    private static final Map<String, Month> MONTHS =
        Stream.of(Month.values())
            .collect(
                Collectors.toMap(
                    m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT),
                    Function.identity()));

    private static final String MONTH = "\\b(?<month>" + String.join("|", MONTHS.keySet()) + ")\\b";
    private static final String DAY = "\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b";
    private static final String YEAR = "(?<year>\\d{4})\\b";
    private static final String CUE =
        "\\b(?:in|of|by|during|before|after|since|until|around|early|late|mid)[ -](?:the )?"
            + "(?:early |late |mid-?)?";

    /** One alternative a way of writing; the first that matches at a place wins. */
    private static final List<Pattern> WRITTEN =
        Stream.of(
                DAY + "(?: of)? " + MONTH + "(?:,? " + YEAR + ")?",
                MONTH + " " + DAY + "(?:,? " + YEAR + ")?",
                MONTH + ",? " + YEAR,
                CUE + MONTH)
            .map(p -> Pattern.compile(p, Pattern.CASE_INSENSITIVE))
            .toList();

    private NamedDates() {}

    /** A stretch of days, the last one included. */
    record Span(LocalDate first, LocalDate last) {}

    /**
     * The spans that the text names.
     *
     * @param years taken in turn where the text names none: the years of the conversation
     */
    static List<Span> in(String text, Set<Integer> years) {
      var spans = new ArrayList<Span>();
      String rest = text;
      for (Pattern written : WRITTEN) {
        written.matcher(rest).results().forEach(m -> spans.addAll(spans(m, years)));
        rest = written.matcher(rest).replaceAll(" ");
      }
      return spans;
    }

    private static List<Span> spans(MatchResult found, Set<Integer> years) {
      Month month = MONTHS.get(found.group("month").toLowerCase(Locale.ROOT));
      String day = group(found, "day");
      String year = group(found, "year");
      var meant = year.isEmpty() ? years : Set.of(Integer.valueOf(year));
      return meant.stream().flatMap(y -> span(YearMonth.of(y, month), day).stream()).toList();
    }

    private static List<Span> span(YearMonth month, String day) {
      if (day.isEmpty()) {
        return List.of(new Span(month.atDay(1), month.atEndOfMonth()));
      }
      try {
        LocalDate date = month.atDay(Integer.parseInt(day));
        return List.of(new Span(date, date));
      } catch (DateTimeException e) {
        return List.of(); // 31 February names no day
      }
    }

    private static String group(MatchResult found, String name) {
      String text = found.namedGroups().containsKey(name) ? found.group(name) : null;
      return text == null ? "" : text;
    }
  }
}
