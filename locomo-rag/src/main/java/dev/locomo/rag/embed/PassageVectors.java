package dev.locomo.rag.embed;

import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.nio.file.Path;
import java.util.Optional;

/** Where the vectors of a corpus come from. */
@FunctionalInterface
public interface PassageVectors {
  /** Made anew at each call and kept nowhere. */
  PassageVectors IN_MEMORY =
      (corpus, embedder) ->
          VectorTable.of(
              embedder.dimension(), embedder.embed(corpus.texts(), Embedder.Role.PASSAGE));

  /** One row a passage, by position. */
  VectorTable of(Corpus corpus, Embedder embedder);

  /**
   * Where indexes of large corpora are kept; empty when nothing is kept and all search is exact.
   */
  default Optional<Path> indexes() {
    return Optional.empty();
  }
}
