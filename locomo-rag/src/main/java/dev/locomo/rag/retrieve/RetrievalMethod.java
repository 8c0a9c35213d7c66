package dev.locomo.rag.retrieve;

import dev.locomo.rag.passage.Corpus;

/** A way to retrieve, before it is given something to search. */
public interface RetrievalMethod extends AutoCloseable {
  /** Everything that determines its rankings; part of a run's fingerprint. */
  String id();

  /** Prepares the search of a corpus: reads or makes its vectors, counts its words. */
  Retriever over(Corpus corpus);

  /** Frees the models it holds. */
  @Override
  default void close() {}
}
