package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.passage.Corpus;
import java.util.List;

/**
 * Vectors alone, over a corpus too large for every passage to be looked at.
 *
 * @param corpus what is searched
 * @param embedder of the queries
 * @param vectors where theirs are kept
 * @param index of the passages
 */
record HnswRetriever(Corpus corpus, Embedder embedder, PassageVectors vectors, PassageIndex index)
    implements Retriever {
  @Override
  public List<List<Hit>> retrieve(List<Query> queries, int k) {
    if (k < 0) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 0");
    }
    var texts = queries.stream().map(Query::text).toList();
    return vectors.queries(corpus, texts, embedder).stream().map(query -> hits(query, k)).toList();
  }

  private List<Hit> hits(float[] query, int k) {
    return index.nearest(query, k).stream()
        .map(n -> new Hit(n.position(), corpus.passages().get(n.position()), n.score()))
        .toList();
  }
}
