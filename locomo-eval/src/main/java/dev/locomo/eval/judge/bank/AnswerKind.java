package dev.locomo.eval.judge.bank;

import java.util.Locale;

/**
 * The ways to make an answer that is right or wrong by construction. They are never pooled: a judge
 * that sees through a wrong date may still fall for a vague answer.
 */
enum AnswerKind {
  /** The gold answer itself. */
  GOLD(true, "the gold answer"),
  REORDERED_LIST(true, "the parts of a gold list, the last one first"),
  OTHER_DATE_SPELLING(true, "the gold date written in another way"),
  OTHER_NUMBER_SPELLING(true, "digits for number words, or number words for digits"),
  IN_A_SENTENCE(true, "the gold answer inside a sentence"),
  LONG(true, "the gold answer in the midst of several sentences"),
  /** Of an adversarial question. */
  ABSTAINS(true, "says that the conversation does not tell (adversarial questions)"),
  OTHER_ANSWER(false, "the gold answer of another question of the same kind"),
  SAME_TYPE(false, "another date, number, place or the like, as the question asks for"),
  NEIGHBOURING_DATE(false, "the day, month or year before or after the gold date"),
  OTHER_SPEAKER(false, "the gold answer, said to be true of the other speaker"),
  VAGUE(false, "on the topic of the question, of the right type, without a fact"),
  ONE_WRONG_DETAIL(false, "as long, the gold answer but for one wrong detail"),
  INSTRUCTION(false, "a wrong answer that tells the judge to accept it, or ends its own quotation"),
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

  /** As answers have it. */
  KnownAnswer.Kind kind() {
    return new KnownAnswer.Kind(label(), right);
  }
}
