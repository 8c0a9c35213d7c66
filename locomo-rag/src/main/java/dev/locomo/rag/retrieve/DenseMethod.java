package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.HnswIndex;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Vectors alone: the dot product of an encoder's query vector with every passage vector. Beyond
 * {@link #EXACT_UP_TO} passages a graph proposes which ones are looked at; no LoCoMo conversation
 * comes near that.
 */
public final class DenseMethod implements RetrievalMethod {
  /** The largest corpus whose every passage is looked at. */
  public static final int EXACT_UP_TO = 20_000;

  private final Embedder embedder;
  private final PassageVectors vectors;
  private final int exactUpTo;
  private final List<HnswIndex> opened = new ArrayList<>();

  /**
   * @param embedder closed together with this
   * @param vectors where passage vectors come from
   */
  public DenseMethod(Embedder embedder, PassageVectors vectors) {
    this(embedder, vectors, EXACT_UP_TO);
  }

  DenseMethod(Embedder embedder, PassageVectors vectors, int exactUpTo) {
    this.exactUpTo = exactUpTo;
    this.embedder = embedder;
    this.vectors = vectors;
  }

  @Override
  public String id() {
    return embedder.id();
  }

  @Override
  public Retriever over(Corpus corpus) {
    Optional<Path> indexes = vectors.indexes();
    if (indexes.isEmpty() || corpus.passages().size() <= exactUpTo) {
      return new RankedByScore(corpus, scorer(corpus));
    }
    VectorTable table = vectors.of(corpus, embedder);
    var index = HnswIndex.open(indexes.get(), table);
    opened.add(index);
    return new HnswRetriever(corpus, embedder, table, index);
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
    opened.forEach(HnswIndex::close);
    embedder.close();
  }
}
