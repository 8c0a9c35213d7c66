package dev.locomo.eval.retrieval;

import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Reasons;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.eval.memory.MemoryRun;
import dev.locomo.eval.retrieval.RetrievalEvaluation.SampleRanking;
import dev.locomo.eval.retrieval.RetrievalEvaluation.Selected;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Hit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Every selected question looked up by a memory system.
 *
 * @param reasons why questions have no ranking
 * @param ending how it ended
 */
public record MemoryLookup(Reasons reasons, Ending ending) {
  /**
   * Looks everything up.
   *
   * @param announce told of each conversation before it is told and asked about
   * @param each is given what was found, conversation by conversation
   */
  public static MemoryLookup run(
      List<Selected> selected,
      MemoryRun memory,
      Consumer<String> announce,
      Consumer<SampleRanking> each)
      throws InterruptedException {
    var reasons = new Reasons();
    Ending ending = Ending.ALL;
    for (Selected one : selected) {
      if (!ending.all()) {
        break;
      }
      Sample sample = one.sample();
      List<Question> questions = one.questions();
      Map<QuestionId, List<Passage>> found = new ConcurrentHashMap<>();
      announce.accept(sample.id());
      var retrieval = memory.of(sample);
      ending =
          new Workers(memory.atOnce(), () -> Stop.ofProcess().wanted())
              .run(
                  questions.iterator(),
                  question -> question.id().toString(),
                  question -> {
                    try {
                      found.put(question.id(), retrieval.passages(Probe.of(question)));
                    } catch (ProviderError e) {
                      reasons.add(e.reason());
                      throw e;
                    }
                  });
      each.accept(ranking(sample, questions, found));
    }
    return new MemoryLookup(reasons, ending);
  }

  /** All that was found of a conversation is its corpus. */
  private static SampleRanking ranking(
      Sample sample, List<Question> questions, Map<QuestionId, List<Passage>> found) {
    var places = new LinkedHashMap<Passage, Integer>();
    var hits = new ArrayList<List<Hit>>();
    Set<QuestionId> without = new HashSet<>();
    for (Question question : questions) {
      var ranking = new ArrayList<Hit>();
      var passages = found.get(question.id());
      if (passages == null) {
        without.add(question.id());
        passages = List.of();
      }
      for (Passage passage : passages) {
        int place = places.computeIfAbsent(passage, _ -> places.size());
        ranking.add(new Hit(place, passage, -ranking.size()));
      }
      hits.add(ranking);
    }
    var corpus = new Corpus("memory", sample.id(), Database.DIALOG, List.copyOf(places.keySet()));
    return new SampleRanking(corpus, questions, hits, without);
  }
}
