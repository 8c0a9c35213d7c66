package dev.locomo.rag.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often words stand in the documents of a corpus, in memory or in an index on disk. */
public interface WordCounts {
  /** The number of words of each document, by position. */
  int[] lengths();

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
    int[] lengths = new int[texts.size()];
    Map<String, List<int[]>> found = new HashMap<>();
    for (int position = 0; position < lengths.length; position++) {
      List<String> words = Words.ANALYZER.of(texts.get(position));
      lengths[position] = words.size();
      for (String word : words) {
        var rows = found.computeIfAbsent(word, w -> new ArrayList<>());
        if (rows.isEmpty() || rows.getLast()[0] != position) {
          rows.add(new int[] {position, 0});
        }
        rows.getLast()[1]++;
      }
    }
    return new InMemory(lengths, found);
  }

  /** Positions and counts, by term. */
  record InMemory(int[] lengths, Map<String, List<int[]>> found) implements WordCounts {
    @Override
    public void each(String term, Found to) {
      found.getOrDefault(term, List.of()).forEach(row -> to.in(row[0], row[1]));
    }
  }
}
