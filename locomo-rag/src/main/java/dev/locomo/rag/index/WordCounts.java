package dev.locomo.rag.index;

import java.util.List;
import java.util.stream.Stream;

/** How often words stand in the documents of a corpus, in memory or in an index on disk. */
public interface WordCounts {
  /** The number of words of each document, by position. */
  int[] lengths();

  /** How many documents have the term; 0 where none has. */
  int documents(String term);

  /** Tells of every document that has the term, in order of position; of none where none has. */
  void each(String term, Found found);

  /** A document that has a term. */
  @FunctionalInterface
  interface Found {
    /** The document at {@code position} has the term {@code count} times, at least once. */
    void in(int position, int count);
  }

  /** Counts the {@link Words} of the texts. */
  static WordCounts of(List<String> texts) {
    return of(texts.stream().map(Words.ANALYZER::of));
  }

  /** Counts the terms of documents that are taken apart one after the other, repeats kept. */
  static WordCounts of(Stream<List<String>> documents) {
    return CountsInMemory.of(documents);
  }
}
