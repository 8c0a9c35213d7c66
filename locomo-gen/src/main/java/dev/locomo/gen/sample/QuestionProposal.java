package dev.locomo.gen.sample;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.profile.Category;
import java.util.List;

/**
 * A question that a model proposed, and what came of asking it.
 *
 * @param category its kind
 * @param text the question
 * @param answer the answer; of an adversarial question the tempting wrong one
 * @param evidence turns it rests on, in order, at least one
 * @param verdict {@link #VERIFIED}, {@link #UNVERIFIED}, or why it is not taken
 * @param withEvidence what was answered from the evidence; empty when it was not asked
 * @param without what was answered from nothing; empty when it was not asked
 */
public record QuestionProposal(
    Category category,
    String text,
    String answer,
    List<TurnId> evidence,
    String verdict,
    String withEvidence,
    String without) {
  /** The verdict of one that was asked and found good. */
  public static final String VERIFIED = "verified";

  /** The verdict of one that is taken as it was proposed. */
  public static final String UNVERIFIED = "not verified";

  public QuestionProposal {
    evidence = List.copyOf(evidence);
  }

  /** Whether the conversation does not answer it. */
  public boolean unanswerable() {
    return category.unanswerable();
  }

  /** Whether it goes into the data set. */
  public boolean taken() {
    return verdict.equals(VERIFIED) || verdict.equals(UNVERIFIED);
  }

  /** The same with another verdict and the answers it rests on. */
  public QuestionProposal with(String reason, String from, String nothing) {
    return new QuestionProposal(category, text, answer, evidence, reason, from, nothing);
  }
}
