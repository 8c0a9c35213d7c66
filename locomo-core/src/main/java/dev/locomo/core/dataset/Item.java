package dev.locomo.core.dataset;

import java.util.Comparator;
import java.util.SequencedMap;

/**
 * What a run works on one by one and what is scored by itself: a question, a turn, a speaker's
 * events. Scores, summaries, comparisons and reports know items and nothing more.
 */
public interface Item {
  /** By cluster, then by place, then by key. */
  Comparator<Item> ORDER =
      Comparator.comparing(Item::cluster).thenComparingInt(Item::place).thenComparing(Item::key);

  /** Its name in files, unique within a data set, for example {@code conv-26/37}. */
  String key();

  /**
   * The conversation it is of: what was sampled. Items of one cluster share its difficulty and are
   * not independent.
   */
  String cluster();

  /** Its place in its cluster where items are counted; 0 where they are not. */
  default int place() {
    return 0;
  }

  /**
   * What identifies it in a line of a file: members of a JSON object, in order, the first of them
   * the key, for example {@code question_id} and {@code category}.
   */
  SequencedMap<String, String> members();

  /**
   * Which slice of the data set it is in.
   *
   * @param by what the data set is cut by, for example {@code category}; {@code conversation} is
   *     the cluster
   * @return empty where it is in none
   */
  default String slice(String by) {
    return by.equals("conversation") ? cluster() : members().getOrDefault(by, "");
  }
}
