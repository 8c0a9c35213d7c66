package dev.locomo.core.dataset;

import org.jspecify.annotations.Nullable;

/**
 * The part of a question that may reach a model: no gold answer, no evidence. Whatever builds a
 * prompt takes this type, so leaking gold does not compile.
 *
 * @param id name of the question
 * @param text the question
 * @param category kind of question; the reference protocol words its prompts by it, the built-in
 *     reader ignores it
 * @param trap for an adversarial question the wrong option of its two-way choice, else null
 * @param referenceTrap the wrong option as the original code shows it: two published questions have
 *     an {@code answer} besides their lure, and the original shows that one; null when not
 *     adversarial
 */
public record Probe(
    QuestionId id,
    String text,
    Category category,
    @Nullable String trap,
    @Nullable String referenceTrap) {

  /** Strips a question of its gold. */
  public static Probe of(Question question) {
    return question.gold() instanceof Gold.Unanswerable u
        ? new Probe(
            question.id(),
            question.text(),
            question.category(),
            u.lure(),
            question.referenceAnswer())
        : new Probe(question.id(), question.text(), question.category(), null, null);
  }
}
