package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.util.Arrays;
import java.util.List;

/** Vectors alone: the dot product of an encoder's query vector with every passage vector. */
public final class DenseMethod implements RetrievalMethod {
  private final Embedder embedder;
  private final PassageVectors vectors;

  /**
   * @param embedder closed together with this
   * @param vectors where passage vectors come from
   */
  public DenseMethod(Embedder embedder, PassageVectors vectors) {
    this.embedder = embedder;
    this.vectors = vectors;
  }

  @Override
  public String id() {
    return embedder.id();
  }

  @Override
  public Retriever over(Corpus corpus) {
    return new RankedByScore(corpus, scorer(corpus));
  }

  Scorer scorer(Corpus corpus) {
    VectorTable table = vectors.of(corpus, embedder);
    return queries -> scores(table, queries);
  }

  private List<double[]> scores(VectorTable table, List<Query> queries) {
    float[][] asked = embedder.embed(queries.stream().map(Query::text).toList(), Role.QUERY);
    return Arrays.stream(asked).map(table::dot).toList();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
