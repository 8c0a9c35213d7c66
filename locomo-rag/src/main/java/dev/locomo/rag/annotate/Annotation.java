package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;

/**
 * What can be derived from a session, and where a sample has it.
 *
 * @param label the name in commands and files: {@code observations} or {@code summaries}
 * @param has whether a sample has it for the session of this number
 * @param with a sample with these, by session number; what it had for the same sessions is replaced
 * @param count how many single annotations one session gave: facts, or one summary
 * @param <T> what one session gives
 */
public record Annotation<T>(
    String label,
    BiPredicate<Sample, Integer> has,
    BiFunction<Sample, Map<Integer, T>, Sample> with,
    ToIntFunction<T> count) {
  /** Facts about the speakers. */
  public static final Annotation<List<Observation>> OBSERVATIONS =
      new Annotation<>(
          "observations",
          (sample, session) ->
              sample.observations().stream().anyMatch(fact -> fact.session() == session),
          Annotation::withFacts,
          List::size);

  /** A text that sums the session up. */
  public static final Annotation<String> SUMMARIES =
      new Annotation<>(
          "summaries",
          (sample, session) -> sample.sessionSummaries().containsKey(session),
          Annotation::withSummaries,
          _ -> 1);

  private static Sample withFacts(Sample sample, Map<Integer, List<Observation>> added) {
    var facts = new ArrayList<>(sample.observations());
    facts.removeIf(fact -> added.containsKey(fact.session()));
    added.values().forEach(facts::addAll);
    facts.sort(Comparator.comparingInt(Observation::session));
    return with(sample, facts, sample.sessionSummaries());
  }

  private static Sample withSummaries(Sample sample, Map<Integer, String> added) {
    var summaries = new TreeMap<>(sample.sessionSummaries());
    summaries.putAll(added);
    return with(sample, sample.observations(), summaries);
  }

  private static Sample with(
      Sample old, List<Observation> facts, SortedMap<Integer, String> summaries) {
    return new Sample(
        old.id(), old.conversation(), old.questions(), facts, summaries, old.events());
  }
}
