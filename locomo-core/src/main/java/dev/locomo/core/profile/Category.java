package dev.locomo.core.profile;

import dev.locomo.core.profile.BenchmarkProfile.Kind;

/**
 * A kind of question of a benchmark; what it is, its profile says.
 *
 * @param profile the benchmark
 * @param index its place in {@link BenchmarkProfile#kinds}, from 0
 */
public record Category(BenchmarkProfile profile, int index) implements Comparable<Category> {
  private Kind kind() {
    return profile.kinds().get(index);
  }

  /** Its number in the benchmark, for example 1 to 5; unique there. */
  public int number() {
    return kind().number();
  }

  /**
   * What stands for it in files of the benchmark, for example {@code 4} or {@code multi-session}.
   */
  public String key() {
    return kind().key();
  }

  /** The name in reports and JSON, for example {@code multi-hop}. */
  public String label() {
    return kind().name();
  }

  /** The name in a narrow column, with line feeds. */
  public String narrow() {
    return kind().narrow();
  }

  /** Whether its questions have no answer in the conversation. */
  public boolean unanswerable() {
    return kind().unanswerable();
  }

  /** How answers are compared with the gold text. */
  public BenchmarkProfile.Comparison comparison() {
    return kind().comparison();
  }

  /** The rest of what the profile says of it. */
  public Kind.Published published() {
    return kind().published();
  }

  @Override
  public int compareTo(Category other) {
    return Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return label();
  }
}
