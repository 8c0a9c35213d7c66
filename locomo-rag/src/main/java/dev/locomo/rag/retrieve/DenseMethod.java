package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.FusionMethod.Dots;
import dev.locomo.rag.retrieve.FusionMethod.VectorMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Vectors alone: the dot product of an encoder's query vector with every passage vector. In a
 * corpus that is too large for that, a graph proposes which passages are looked at.
 */
public final class DenseMethod implements VectorMethod {
  private final Embedder embedder;
  private final PassageVectors vectors;
  private final List<PassageIndex> opened = new ArrayList<>();

  /** The embedder is closed together with this. */
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
    return index(corpus)
        .<Retriever>map(index -> new Proposed(corpus, index))
        .orElseGet(() -> new RankedByScore(corpus, scorer(corpus, Optional.empty())));
  }

  @Override
  public Optional<PassageIndex> index(Corpus corpus) {
    Optional<PassageIndex> index = vectors.index(corpus, embedder);
    index.ifPresent(opened::add);
    return index;
  }

  @Override
  public Dots scorer(Corpus corpus, Optional<PassageIndex> index) {
    if (index.isPresent()) {
      PassageIndex found = index.get();
      return new Dots(queries -> vectors(corpus, queries), found::dot, found::mean);
    }
    var table = vectors.of(corpus, embedder);
    return new Dots(queries -> vectors(corpus, queries), table::dot, table::mean);
  }

  private Stream<float[]> vectors(Corpus corpus, List<Query> queries) {
    var texts = queries.stream().map(Query::text).toList();
    return vectors.queries(corpus, texts, embedder).stream();
  }

  /** What the graph of an index proposes. */
  private final class Proposed implements Retriever {
    private final Corpus corpus;
    private final PassageIndex index;

    Proposed(Corpus corpus, PassageIndex index) {
      this.corpus = corpus;
      this.index = index;
    }

    @Override
    public List<List<Hit>> retrieve(List<Query> queries, int k) {
      Retriever.check(k);
      return vectors(corpus, queries).map(query -> hits(index.nearest(query, k))).toList();
    }

    private List<Hit> hits(List<PassageIndex.Near> near) {
      return near.stream()
          .map(n -> new Hit(n.position(), corpus.passages().get(n.position()), n.score()))
          .toList();
    }

    @Override
    public boolean isCheaperForFew() {
      return true;
    }
  }

  @Override
  public void close() {
    opened.forEach(PassageIndex::close);
    embedder.close();
  }
}
