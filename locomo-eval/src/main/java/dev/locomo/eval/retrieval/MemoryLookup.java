package dev.locomo.eval.retrieval;

import dev.locomo.core.dataset.Dataset;
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
import dev.locomo.eval.task.Selection;
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
 * @param rankings what it found
 * @param reasons why questions have no ranking
 * @param ending how it ended
 */
public record MemoryLookup(RetrievalEvaluation rankings, Reasons reasons, Ending ending) {
  /**
   * Looks everything up.
   *
   * @param announce told of each conversation before it is told and asked about
   */
  public static MemoryLookup run(
      Dataset data, Selection selection, MemoryRun memory, Consumer<String> announce)
      throws InterruptedException {
    List<Question> selected = selection.of(data);
    Map<QuestionId, List<Passage>> found = new ConcurrentHashMap<>();
    var reasons = new Reasons();
    var rankings = new ArrayList<SampleRanking>();
    Ending ending = Ending.ALL;
    for (Sample sample : data.samples()) {
      var questions = selected.stream().filter(q -> q.id().sample().equals(sample.id())).toList();
      if (questions.isEmpty() || !ending.all()) {
        continue;
      }
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
      rankings.add(ranking(sample, questions, found));
    }
    return new MemoryLookup(new RetrievalEvaluation(rankings), reasons, ending);
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
