package dev.locomo.eval.errata;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.eval.errata.Correction.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mistakes of a key that need no judgement, found by rule in the data itself:
 *
 * <ul>
 *   <li>a question asked a second time in its conversation, with the same gold: the second is void,
 *       for it would count one answer twice, but its gold is right;
 *   <li>a question asked with an answer and again as one without: the adversarial one is void;
 *   <li>evidence that names no turn, or one that is not there: the turns that it can be read as.
 * </ul>
 */
public final class ProvableErrata {
  private ProvableErrata() {}

  /** Of a data set; may be empty. */
  public static Errata of(Dataset data) {
    var corrections = new ArrayList<Correction>();
    for (Sample sample : data.samples()) {
      for (Question question : sample.questions()) {
        repeated(sample, question)
            .or(() -> bothWays(sample, question))
            .or(() -> evidence(sample, question))
            .ifPresent(corrections::add);
      }
    }
    return new Errata("provable", "1", "found by rule in the data set", data.sha256(), corrections);
  }

  private static Optional<Correction> repeated(Sample sample, Question question) {
    return sample.questions().stream()
        .limit(question.id().index())
        .filter(q -> q.text().equals(question.text()) && q.category().equals(question.category()))
        .filter(q -> q.gold().equals(question.gold()))
        .findFirst()
        .map(first -> voided(question, "asked already as " + first.id(), true));
  }

  private static Optional<Correction> bothWays(Sample sample, Question question) {
    if (!question.unanswerable()) {
      return Optional.empty();
    }
    return sample.questions().stream()
        .filter(q -> q.text().equals(question.text()) && !q.unanswerable())
        .findFirst()
        .map(other -> voided(question, "has an answer as " + other.id(), false));
  }

  private static Correction voided(Question question, String reason, boolean goldRight) {
    return new Correction(
        question.id(), question.text(), Action.VOID, null, null, reason, goldRight);
  }

  private static Optional<Correction> evidence(Sample sample, Question question) {
    var turns = sample.conversation().turnsById();
    var unresolved =
        question.evidence().stream()
            .filter(e -> TurnId.parse(e).filter(turns::containsKey).isEmpty())
            .toList();
    if (unresolved.isEmpty()) {
      return Optional.empty();
    }
    List<String> readable =
        TurnId.namedIn(question.evidence()).stream()
            .filter(turns::containsKey)
            .map(TurnId::toString)
            .toList();
    return Optional.of(
        new Correction(
            question.id(),
            question.text(),
            Action.EVIDENCE,
            null,
            readable,
            "names no turn as written: " + String.join(", ", unresolved)));
  }
}
