package dev.locomo.eval.judge.calibrate;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes answers to the questions of one conversation by rule. A rule that cannot be sure gives no
 * answer.
 */
final class AnswerMaker {
  /** A gold answer with one of these may mean that nothing is known. */
  private static final List<String> UNKNOWN =
      List.of("mention", "no information", "unknown", "specified", "unclear", "not known", "n/a");

  private final Sample sample;
  private final String speakerA;
  private final String speakerB;

  AnswerMaker(Sample sample) {
    this.sample = sample;
    this.speakerA = sample.conversation().speakerA();
    this.speakerB = sample.conversation().speakerB();
  }

  /**
   * An answer of a kind; empty when the question does not lend itself to it.
   *
   * @param draw a number that chooses among several, 0 or more
   */
  Optional<String> make(AnswerKind kind, Question question, int draw) {
    if (contested(question)) {
      return Optional.empty();
    }
    return switch (question.gold()) {
      case Gold.Unanswerable gold -> unanswerable(kind, gold, draw);
      case Gold.Answer(var gold) when gold.isBlank() -> Optional.empty();
      case Gold.Answer(var gold) when kind.right() -> right(kind, gold, draw);
      case Gold.Answer(var gold) -> wrong(kind, question, gold, draw);
    };
  }

  /** Asked twice, with an answer and without: whatever is said, one of the two keys is wrong. */
  private boolean contested(Question question) {
    boolean adversarial = question.unanswerable();
    return sample.questions().stream()
        .filter(q -> (q.unanswerable()) != adversarial)
        .anyMatch(q -> q.text().equals(question.text()));
  }

  private static Optional<String> unanswerable(AnswerKind kind, Gold.Unanswerable gold, int draw) {
    return switch (kind) {
      case ABSTAINS -> Optional.of(Words.ABSTENTIONS.get(draw % Words.ABSTENTIONS.size()));
      case LURE ->
          Optional.ofNullable(gold.lure())
              .filter(lure -> !lure.isBlank())
              .filter(AnswerMaker::known);
      default -> Optional.empty();
    };
  }

  private static Optional<String> right(AnswerKind kind, String gold, int draw) {
    return switch (kind) {
      case GOLD -> Optional.of(gold);
      case REORDERED_LIST -> ListAnswer.reordered(gold);
      case OTHER_DATE_SPELLING ->
          WholeDate.read(gold).flatMap(date -> date.spelledOtherwise(draw % 2 == 0));
      case IN_A_SENTENCE -> Optional.of(sentence("From what they told each other: ", gold));
      default -> Optional.empty();
    };
  }

  private Optional<String> wrong(AnswerKind kind, Question question, String gold, int draw) {
    return switch (kind) {
      case OTHER_ANSWER -> otherAnswer(question, gold, draw);
      case NEIGHBOURING_DATE ->
          WholeDate.read(gold).map(date -> date.neighbour(draw % 2 == 0).written());
      case OTHER_SPEAKER -> otherSpeaker(question, gold);
      case VAGUE -> vague(question, gold);
      case EMPTY -> Optional.of("");
      case NOT_MENTIONED ->
          known(gold) ? Optional.of(Words.ABSTENTIONS.getFirst()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean known(String gold) {
    String lower = gold.toLowerCase(Locale.ROOT);
    return UNKNOWN.stream().noneMatch(lower::contains);
  }

  /** Without a word in common, so that it cannot be another wording of the same. */
  private Optional<String> otherAnswer(Question question, String gold, int draw) {
    var others =
        sample.questions().stream()
            .filter(q -> q.category().equals(question.category()))
            .filter(q -> !q.text().equals(question.text()))
            .map(q -> q.gold() instanceof Gold.Answer(var text) ? text : "")
            .filter(text -> !Words.of(text).isEmpty())
            .filter(text -> known(text) && Words.disjoint(text, gold))
            .toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(others.get(draw % others.size()));
  }

  private Optional<String> otherSpeaker(Question question, String gold) {
    boolean a = Words.names(question.text(), speakerA);
    boolean b = Words.names(question.text(), speakerB);
    boolean named = Words.names(gold, speakerA) || Words.names(gold, speakerB);
    if (gold.strip().equals(speakerA) || gold.strip().equals(speakerB)) {
      return Optional.of(gold.strip().equals(speakerA) ? speakerB : speakerA);
    }
    if (a == b || named) {
      return Optional.empty();
    }
    String asked = a ? speakerA : speakerB;
    String other = a ? speakerB : speakerA;
    return Optional.of(sentence("That is true of " + other + ", not of " + asked + ": ", gold));
  }

  private Optional<String> vague(Question question, String gold) {
    var topic = Words.of(question.text());
    topic.removeAll(Words.of(speakerA + " " + speakerB));
    Set<String> answer = Words.of(gold);
    if (topic.isEmpty() || topic.containsAll(answer)) {
      return Optional.empty();
    }
    return Optional.of(
        "Something came up about this ("
            + String.join(", ", topic)
            + "), and it seemed to matter to them.");
  }

  private static String sentence(String before, String gold) {
    String text = before + gold.strip();
    return text.endsWith(".") || text.endsWith("!") ? text : text + ".";
  }
}
