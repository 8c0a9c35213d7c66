package dev.locomo.core.dataset;

import dev.locomo.core.profile.Category;
import java.util.List;
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
 * @param now when it is asked, as written; empty when all has been said
 * @param choices of which one is to be picked; empty for a free answer
 */
public record Probe(
    QuestionId id,
    String text,
    Category category,
    @Nullable String trap,
    @Nullable String referenceTrap,
    String now,
    List<String> choices) {
  public Probe {
    choices = List.copyOf(choices);
  }

  /** A question as LoCoMo asks. */
  public Probe(
      QuestionId id,
      String text,
      Category category,
      @Nullable String trap,
      @Nullable String referenceTrap) {
    this(id, text, category, trap, referenceTrap, "", List.of());
  }

  /** Strips a question of its gold. */
  public static Probe of(Question question) {
    boolean lured =
        question.gold() instanceof Gold.Unanswerable && question.category().profile().isLocomo();
    return new Probe(
        question.id(),
        question.text(),
        question.category(),
        question.gold() instanceof Gold.Unanswerable u ? u.lure() : null,
        lured ? question.referenceAnswer() : null,
        question.details().now(),
        question.details().choices());
  }

  /** The question as it is put: with the day it is asked on, where its file says that. */
  public String put() {
    return now.isEmpty() ? text : "(Asked on " + now + ".) " + text;
  }

  /** Whether its category has no answers. */
  public boolean unanswerable() {
    return category.unanswerable();
  }
}
