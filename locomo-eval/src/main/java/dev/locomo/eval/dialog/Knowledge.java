package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known besides the history: the observations or session summaries that fit the last things
 * said, best first. Only those of earlier sessions count: the turn's own session and later ones
 * would tell what is to be generated.
 */
public final class Knowledge {
  /** So many of the last turns are what is looked for. */
  private static final int ASKED_BY = 2;

  private final Map<String, List<Passage>> byTarget;

  private Knowledge(Map<String, List<Passage>> byTarget) {
    this.byTarget = byTarget;
  }

  /** None at all. */
  public static Knowledge none() {
    return new Knowledge(Map.of());
  }

  /**
   * Looks it up for all turns at once, since encoders are fastest in batches.
   *
   * @param corpora the observations or summaries of each conversation
   * @param k passages for each turn, at least 1
   * @throws dev.locomo.core.error.DataError when a conversation has no such passages
   */
  public static Knowledge retrieve(
      Function<Sample, Corpus> corpora, List<Target> targets, RetrievalMethod method, int k) {
    Map<Sample, List<Target>> bySample =
        targets.stream()
            .collect(
                Collectors.groupingBy(Target::sample, LinkedHashMap::new, Collectors.toList()));
    var byTarget = new HashMap<String, List<Passage>>();
    bySample.forEach((sample, those) -> {
      var corpus = corpora.apply(sample);
      var queries = those.stream().map(t -> new Query(t.name(), query(t))).toList();
      var found = method.over(corpus).retrieve(queries, corpus.passages().size());
      for (int i = 0; i < those.size(); i++) {
        Target target = those.get(i);
        byTarget.put(
            target.name(),
            found.get(i).stream()
                .map(Hit::passage)
                .filter(passage -> passage.session() < target.session().number())
                .limit(k)
                .toList());
      }
    });
    return new Knowledge(byTarget);
  }

  private static String query(Target target) {
    List<Turn> before = target.turnsBefore();
    return before.subList(Math.max(0, before.size() - ASKED_BY), before.size()).stream()
        .map(Turn::text)
        .collect(Collectors.joining(" "));
  }

  /** Best first; empty when there is none, for example in a first session. */
  public List<Passage> of(Target target) {
    return byTarget.getOrDefault(target.name(), List.of());
  }
}
