package dev.locomo.core.dataset;

import java.util.Optional;

/**
 * The name of a question: {@code conv-26/37} is the item 37, counted from 0, in the {@code qa}
 * array of conv-26. The index is the only safe key: 12 published question texts occur twice in
 * their conversation.
 *
 * @param sample sample id, not empty
 * @param index position in the {@code qa} array, from 0
 */
public record QuestionId(String sample, int index) {
  /**
   * Reads {@code SAMPLE/INDEX}; the sample id may itself contain slashes. Anything else is empty.
   */
  public static Optional<QuestionId> parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 1 || !text.substring(slash + 1).matches("0|[1-9]\\d{0,8}")) {
      return Optional.empty();
    }
    return Optional.of(
        new QuestionId(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1))));
  }

  @Override
  public String toString() {
    return sample + "/" + index;
  }
}
