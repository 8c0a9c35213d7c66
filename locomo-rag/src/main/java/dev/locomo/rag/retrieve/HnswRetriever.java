package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.index.HnswIndex;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Vectors alone, over a corpus too large for exact search.
 *
 * @param corpus what is searched
 * @param embedder of the queries
 * @param table vectors of the passages
 * @param index of the table
 */
record HnswRetriever(Corpus corpus, Embedder embedder, VectorTable table, HnswIndex index)
    implements Retriever {
  @Override
  public List<List<Hit>> retrieve(List<Query> queries, int k) {
    if (k < 0) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 0");
    }
    float[][] asked = embedder.embed(queries.stream().map(Query::text).toList(), Role.QUERY);
    return Arrays.stream(asked).map(query -> hits(query, k)).toList();
  }

  private List<Hit> hits(float[] query, int k) {
    return IntStream.of(index.nearest(query, k))
        .mapToObj(row -> new Hit(row, corpus.passages().get(row), table.dot(query, row)))
        .toList();
  }
}
