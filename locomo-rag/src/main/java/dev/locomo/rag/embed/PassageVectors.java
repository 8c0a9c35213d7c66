package dev.locomo.rag.embed;

import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the vectors of a corpus, and of what is asked about it, come from. */
@FunctionalInterface
public interface PassageVectors {
  /** Made anew at each call and kept nowhere. */
  PassageVectors IN_MEMORY =
      (corpus, embedder) ->
          VectorTable.of(
              embedder.dimension(), embedder.embed(corpus.texts(), Embedder.Role.PASSAGE));

  /** One row a passage, by position. */
  VectorTable of(Corpus corpus, Embedder embedder);

  /** One vector a question, in the order given. */
  default List<float[]> queries(Corpus corpus, List<String> texts, Embedder embedder) {
    return List.of(embedder.embed(texts, Embedder.Role.QUERY));
  }

  /**
   * The index on disk of a corpus that is too large to be searched in memory; to be closed. Empty
   * when it is not, or when nothing is kept.
   *
   * @param embedder null when only its words are searched
   */
  default Optional<PassageIndex> index(Corpus corpus, @Nullable Embedder embedder) {
    return Optional.empty();
  }
}
