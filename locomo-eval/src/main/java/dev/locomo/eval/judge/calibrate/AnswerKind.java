package dev.locomo.eval.judge.calibrate;

import java.util.Locale;

/**
 * The ways to make an answer that is right or wrong by construction. They are never pooled: a judge
 * that sees through a wrong date may still fall for a vague answer.
 */
public enum AnswerKind {
  /** The gold answer itself. */
  GOLD(true, "the gold answer"),
  REORDERED_LIST(true, "the parts of a gold list, the last one first"),
  OTHER_DATE_SPELLING(true, "the gold date written in another way"),
  IN_A_SENTENCE(true, "the gold answer inside a sentence"),
  /** Of an adversarial question. */
  ABSTAINS(true, "says that the conversation does not tell (adversarial questions)"),
  OTHER_ANSWER(false, "the gold answer of another question of the same kind"),
  NEIGHBOURING_DATE(false, "the day, month or year before or after the gold date"),
  OTHER_SPEAKER(false, "the gold answer, said to be true of the other speaker"),
  VAGUE(false, "on the topic of the question, without an answer"),
  EMPTY(false, "nothing"),
  NOT_MENTIONED(false, "says that the conversation does not tell, though it does"),
  /** Of an adversarial question. */
  LURE(false, "the tempting wrong answer (adversarial questions)");

  private final boolean right;
  private final String meaning;

  AnswerKind(boolean right, String meaning) {
    this.right = right;
    this.meaning = meaning;
  }

  /** Whether a judge should find it right. */
  public boolean right() {
    return right;
  }

  /** What such an answer is, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** The name in files and reports, for example {@code neighbouring-date}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a judge's mistake about it is called. */
  public String error() {
    return right ? "false-reject" : "false-accept";
  }
}
