package dev.locomo.rag.retrieve;

import dev.locomo.core.dataset.Session;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.NamedDates.Span;
import dev.locomo.rag.retrieve.RankedByScore.Scorer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  private double[] scores(Query query) {
    var spans = NamedDates.in(query.text(), years);
    return dates.stream().mapToDouble(date -> date.map(d -> fit(d, spans)).orElse(0.0)).toArray();
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
}
