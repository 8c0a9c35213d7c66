package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.PairScorer;
import dev.locomo.rag.embed.PairScorer.Pair;
import dev.locomo.rag.passage.Corpus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Lets a cross-encoder order the first hits of another method anew; those beyond its depth follow
 * in their old order. What is reranked does not depend on how many hits are wanted.
 *
 * @param first finds the candidates; closed together with this, as is {@code scorer}
 * @param depth how many are reranked, at least 1
 */
record RerankedMethod(RetrievalMethod first, PairScorer scorer, int depth)
    implements RetrievalMethod {
  RerankedMethod {
    if (depth < 1) {
      throw new IllegalArgumentException("depth is " + depth + ", must be at least 1");
    }
  }

  @Override
  public String id() {
    return "%s,rerank%s,%d".formatted(first.id(), scorer.id(), depth);
  }

  @Override
  public Retriever over(Corpus corpus) {
    var retriever = first.over(corpus);
    var texts = corpus.texts();
    return (queries, k) -> {
      if (k <= 0) {
        return retriever.retrieve(queries, k);
      }
      return reranked(queries, retriever.retrieve(queries, Math.max(k, depth)), texts).stream()
          .map(hits -> hits.subList(0, Math.min(k, hits.size())))
          .toList();
    };
  }

  private List<List<Hit>> reranked(List<Query> queries, List<List<Hit>> found, List<String> texts) {
    var pairs = new ArrayList<Pair>();
    for (int q = 0; q < queries.size(); q++) {
      for (Hit hit : candidates(found.get(q))) {
        pairs.add(new Pair(queries.get(q).text(), texts.get(hit.position())));
      }
    }
    var scores = scorer.scores(pairs).iterator();
    return found.stream().map(hits -> ordered(hits, scores)).toList();
  }

  private List<Hit> candidates(List<Hit> hits) {
    return hits.subList(0, Math.min(depth, hits.size()));
  }

  /** The rest keeps its distances, below all that was reranked: programs sort runs by score. */
  private List<Hit> ordered(List<Hit> hits, Iterator<Double> scores) {
    var ordered = new ArrayList<Hit>();
    candidates(hits).forEach(h -> ordered.add(new Hit(h.position(), h.passage(), scores.next())));
    ordered.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::position));
    var rest = hits.subList(ordered.size(), hits.size());
    if (!rest.isEmpty()) {
      double below = ordered.getLast().score() - 1 - rest.getFirst().score();
      rest.forEach(h -> ordered.add(new Hit(h.position(), h.passage(), h.score() + below)));
    }
    return ordered;
  }

  @Override
  public void close() {
    first.close();
    scorer.close();
  }
}
