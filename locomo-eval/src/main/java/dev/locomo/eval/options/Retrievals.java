package dev.locomo.eval.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.python.Numpy;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a retriever finds for the questions of a run, conversation by conversation: all questions of
 * one are looked up at once when its first is asked, since encoders are fastest in batches.
 *
 * @param method the retriever
 * @param database what it searches
 * @param topK passages for each question
 * @param tiesAsOriginal whether passages with equal scores are ordered as {@code
 *     numpy.argsort(scores)[::-1]} orders them, else by their place
 */
record Retrievals(RetrievalMethod method, Database database, int topK, boolean tiesAsOriginal) {

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
    var passages = corpus.passages();
    int wanted = tiesAsOriginal ? passages.size() : topK;
    var hits = method.over(corpus).retrieve(probes.stream().map(Query::of).toList(), wanted);
    var byQuestion = new HashMap<QuestionId, List<Passage>>();
    for (int i = 0; i < probes.size(); i++) {
      var found = hits.get(i);
      byQuestion.put(
          probes.get(i).id(),
          tiesAsOriginal
              ? reversedArgsort(passages, found)
              : found.stream().map(Hit::passage).toList());
    }
    return byQuestion;
  }

  private List<Passage> reversedArgsort(List<Passage> passages, List<Hit> all) {
    double[] scores = new double[passages.size()];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    all.forEach(hit -> scores[hit.position()] = hit.score());
    int[] order = Numpy.argsort(scores);
    return IntStream.range(0, Math.min(topK, order.length))
        .mapToObj(i -> passages.get(order[order.length - 1 - i]))
        .toList();
  }
}
