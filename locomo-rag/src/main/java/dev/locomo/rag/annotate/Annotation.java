package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What can be derived from a session, and where a sample has it.
 *
 * @param <T> what one session gives
 */
public interface Annotation<T> {
  /** Facts about the speakers. */
  Annotation<List<Observation>> OBSERVATIONS =
      new Annotation<>() {
        @Override
        public String label() {
          return "observations";
        }

        @Override
        public boolean has(Sample sample, int session) {
          return sample.observations().stream().anyMatch(fact -> fact.session() == session);
        }

        @Override
        public Sample with(Sample sample, Map<Integer, List<Observation>> added) {
          var facts = new ArrayList<>(sample.observations());
          facts.removeIf(fact -> added.containsKey(fact.session()));
          added.values().forEach(facts::addAll);
          facts.sort(Comparator.comparingInt(Observation::session));
          return new Sample(
              sample.id(),
              sample.conversation(),
              sample.questions(),
              facts,
              sample.sessionSummaries(),
              sample.events());
        }

        @Override
        public int count(List<Observation> facts) {
          return facts.size();
        }
      };

  /** A text that sums the session up. */
  Annotation<String> SUMMARIES =
      new Annotation<>() {
        @Override
        public String label() {
          return "summaries";
        }

        @Override
        public boolean has(Sample sample, int session) {
          return sample.sessionSummaries().containsKey(session);
        }

        @Override
        public Sample with(Sample sample, Map<Integer, String> added) {
          var summaries = new TreeMap<>(sample.sessionSummaries());
          summaries.putAll(added);
          return new Sample(
              sample.id(),
              sample.conversation(),
              sample.questions(),
              sample.observations(),
              summaries,
              sample.events());
        }

        @Override
        public int count(String summary) {
          return 1;
        }
      };

  /** The name in commands and files: {@code observations} or {@code summaries}. */
  String label();

  /** Whether the sample has it for the session of this number. */
  boolean has(Sample sample, int session);

  /** The sample with these, by session number; what it had for the same sessions is replaced. */
  Sample with(Sample sample, Map<Integer, T> added);

  /** How many single annotations one session gave: facts, or one summary. */
  int count(T value);
}
