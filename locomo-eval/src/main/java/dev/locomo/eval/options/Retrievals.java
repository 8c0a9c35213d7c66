package dev.locomo.eval.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a retriever finds for the questions of a run, conversation by conversation: all questions of
 * one are looked up at once when its first is asked, since encoders are fastest in batches.
 *
 * @param method the retriever
 * @param database what it searches
 * @param topK passages for each question
 */
record Retrievals(RetrievalMethod method, Database database, int topK) {

  /** The retrieval of one conversation. */
  Retrieval of(Dataset data, Sample sample, List<Question> questions) {
    var probes =
        questions.stream().filter(q -> q.id().sample().equals(sample.id())).map(Probe::of).toList();
    var found =
        new Object() {
          private Map<QuestionId, List<Passage>> passages = Map.of();
        };
    return probe -> {
      synchronized (found) {
        if (found.passages.isEmpty()) {
          found.passages = search(Corpus.of(data, sample, database), probes);
        }
        return found.passages.getOrDefault(probe.id(), List.of());
      }
    };
  }

  private Map<QuestionId, List<Passage>> search(Corpus corpus, List<Probe> probes) {
    var hits = method.over(corpus).retrieve(probes.stream().map(Query::of).toList(), topK);
    var byQuestion = new HashMap<QuestionId, List<Passage>>();
    for (int i = 0; i < probes.size(); i++) {
      byQuestion.put(probes.get(i).id(), hits.get(i).stream().map(Hit::passage).toList());
    }
    return byQuestion;
  }
}
