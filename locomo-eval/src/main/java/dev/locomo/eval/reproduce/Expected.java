package dev.locomo.eval.reproduce;

/**
 * A figure that must come out.
 *
 * @param at JSON pointer into the document that the command prints
 * @param value the figure
 * @param tolerance how far it may be off, in either direction; at least 0
 * @param source where the figure is from; may be empty
 */
public record Expected(String at, double value, double tolerance, String source) {
  /**
   * Whether a figure is the expected one. Drift in either direction fails: a better number that
   * nobody explained is still an unexplained number.
   */
  public boolean holds(double actual) {
    return Math.abs(actual - value) <= tolerance;
  }
}
