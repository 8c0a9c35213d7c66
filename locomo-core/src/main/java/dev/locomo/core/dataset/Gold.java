package dev.locomo.core.dataset;

import org.jspecify.annotations.Nullable;

/**
 * What a right answer is. Sealed, so that no code can read the answer of a question that has none:
 * 444 of the 446 published adversarial questions have no {@code answer} key, and harnesses that
 * read it anyway crash or compare with the text "undefined".
 */
public sealed interface Gold {
  /**
   * An answerable question's gold answer.
   *
   * @param text as in the file, integers as decimal text, outer white space kept
   */
  record Answer(String text) implements Gold {}

  /**
   * A question that the conversation does not answer; right is to say so.
   *
   * @param lure the wrong answer the question tempts to ({@code adversarial_answer}); null when the
   *     file has none
   * @param statedAnswer the {@code answer} key that two published adversarial questions have
   *     nevertheless, else null
   */
  record Unanswerable(@Nullable String lure, @Nullable String statedAnswer) implements Gold {}
}
