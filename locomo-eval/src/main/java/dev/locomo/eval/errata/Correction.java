package dev.locomo.eval.errata;

import dev.locomo.core.dataset.QuestionId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is changed about one question.
 *
 * @param question which one
 * @param text its text, so that an overlay cannot be laid over other data
 * @param action what is done
 * @param answer the right answer of a replacement; null otherwise
 * @param evidence the right evidence; null leaves it as it is
 * @param reason why, for people
 * @param goldRight whether the gold was right all the same, as that of a question asked twice
 */
public record Correction(
    QuestionId question,
    String text,
    Action action,
    @Nullable String answer,
    @Nullable List<String> evidence,
    String reason,
    boolean goldRight) {
  public Correction {
    if (goldRight && action != Action.VOID) {
      throw new IllegalArgumentException("only a void question has a right gold");
    }
    if ((action == Action.REPLACE) != (answer != null)) {
      throw new IllegalArgumentException("an answer goes with a replacement, and only with it");
    }
  }

  /** Without a right gold. */
  public Correction(
      QuestionId question,
      String text,
      Action action,
      @Nullable String answer,
      @Nullable List<String> evidence,
      String reason) {
    this(question, text, action, answer, evidence, reason, false);
  }

  /** Whether a right answer is wrong by the original key. */
  public boolean broken() {
    return action != Action.EVIDENCE && !goldRight;
  }

  /** What is done about a question. */
  public enum Action {
    /** The gold answer is wrong, and this is the right one. */
    REPLACE,
    /** The question has no single right answer, or is asked twice; it is not scored. */
    VOID,
    /** Only the evidence is wrong. */
    EVIDENCE;

    /** The name in files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
