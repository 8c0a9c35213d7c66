package dev.locomo.gen.sample;

import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.profile.Category;
import java.util.List;
import java.util.Map;

/**
 * A question that a model proposed, and what came of asking it.
 *
 * @param category its kind
 * @param text the question
 * @param answer the answer; of an adversarial question the tempting wrong one
 * @param evidence turns it rests on, in order, at least one
 * @param verdict {@link #VERIFIED}, {@link #UNVERIFIED}, or why it is not taken
 * @param replies what was answered from what; the last one where there were several, nothing for
 *     what was not asked
 */
public record QuestionProposal(
    Category category,
    String text,
    String answer,
    List<TurnId> evidence,
    String verdict,
    Map<Given, String> replies) {
  /** The verdict of one that was asked and found good. */
  public static final String VERIFIED = "verified";

  /** The verdict of one that is taken as it was proposed. */
  public static final String UNVERIFIED = "not verified";

  public QuestionProposal {
    evidence = List.copyOf(evidence);
    replies = Map.copyOf(replies);
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
  public QuestionProposal with(String reason, Map<Given, String> answers) {
    return new QuestionProposal(category, text, answer, evidence, reason, answers);
  }

  /** What a question is asked of, in this order. */
  public enum Given {
    EVIDENCE("with", "with_evidence", "answered otherwise from the evidence"),
    NOTHING("without", "without_evidence", "answered without the evidence"),
    /** Each message of the evidence alone, where several have to be put together. */
    ONE_MESSAGE("one", "from_one_message", "answered from one of its messages"),
    /** The messages beside the evidence that share most words with question and answer. */
    OTHER_MESSAGES("others", "from_other_messages", "answered from other messages");

    private final String step;
    private final String key;
    private final String failure;

    Given(String step, String key, String failure) {
      this.step = step;
      this.key = key;
      this.failure = failure;
    }

    /** The last part of the name of its request. */
    public String step() {
      return step;
    }

    /** Where files have the answer. */
    public String key() {
      return key;
    }

    /** The verdict when the answer is not what it has to be. */
    public String failure() {
      return failure;
    }
  }
}
