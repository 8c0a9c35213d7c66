package dev.locomo.eval.facts;

/** What a verifier says of a fact. */
public sealed interface Check {
  /** Why, in a few words; may be empty. */
  String why();

  /**
   * The events say so.
   *
   * @param by number of the event that says so, from 1
   */
  record Supported(int by, String why) implements Check {}

  /** They do not. */
  record Unsupported(String why) implements Check {}

  /** There is no verdict: its reply could not be read. That is no reason to count it as wrong. */
  record Unchecked(String why) implements Check {}
}
