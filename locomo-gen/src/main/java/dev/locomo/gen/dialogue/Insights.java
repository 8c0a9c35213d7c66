package dev.locomo.gen.dialogue;

import java.util.List;

/**
 * What an agent understood after a session.
 *
 * @param self about themselves
 * @param other about the other speaker
 */
public record Insights(List<String> self, List<String> other) {
  public Insights {
    self = List.copyOf(self);
    other = List.copyOf(other);
  }
}
