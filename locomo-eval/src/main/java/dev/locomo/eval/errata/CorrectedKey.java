package dev.locomo.eval.errata;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.errata.Correction.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A data set's questions under a corrected key. The data set itself stays as it is. */
public final class CorrectedKey {
  private final Errata errata;
  private final Map<QuestionId, Correction> corrections;

  /**
   * Lays corrections over a data set.
   *
   * @throws DataError when they were made for other data, or one of them is about a question that
   *     is not there, reads otherwise there, or is adversarial and gets an answer
   */
  public CorrectedKey(Dataset data, Errata errata) {
    this.errata = errata;
    this.corrections = errata.byQuestion();
    String madeFor = errata.dataSha256();
    if (madeFor != null && !madeFor.equalsIgnoreCase(data.sha256())) {
      throw new DataError(
          "errata " + errata.name(),
          "/data_sha256",
          "made for other data than %s: found %s; expected %s"
              .formatted(data.file(), madeFor, data.sha256()));
    }
    var questions = data.questions().collect(Collectors.toMap(Question::id, Function.identity()));
    for (Correction correction : errata.corrections()) {
      Question question = questions.get(correction.question());
      if (question == null || !question.text().equals(correction.text())) {
        throw wrong(correction, "is not about the question of that id in " + data.file());
      }
      if (correction.action() == Action.REPLACE && question.gold() instanceof Gold.Unanswerable) {
        throw wrong(correction, "gives an adversarial question an answer; it can only be voided");
      }
    }
  }

  private DataError wrong(Correction correction, String problem) {
    return new DataError(
        "errata " + errata.name(), correction.question().toString(), "the correction " + problem);
  }

  /** The corrections. */
  public Errata errata() {
    return errata;
  }

  /** The questions that still count, with right gold and evidence, in their order. */
  public List<Question> apply(List<Question> questions) {
    return questions.stream().flatMap(q -> corrected(q).stream()).toList();
  }

  private Optional<Question> corrected(Question question) {
    var correction = corrections.get(question.id());
    if (correction == null) {
      return Optional.of(question);
    }
    if (correction.action() == Action.VOID) {
      return Optional.empty();
    }
    String answer = correction.answer();
    List<String> evidence = correction.evidence();
    return Optional.of(
        new Question(
            question.id(),
            question.text(),
            question.category(),
            answer == null ? question.gold() : new Gold.Answer(answer),
            evidence == null ? question.evidence() : evidence,
            question.details()));
  }

  /**
   * What a system that is always right reaches on the original key, if being right costs it every
   * question whose key is wrong.
   *
   * @param asked questions
   * @param broken those whose gold is wrong: replaced, or void without being right
   */
  public record Ceiling(int asked, int broken) {
    /** The share that is left, 0 to 1; empty of nothing. */
    public OptionalDouble share() {
      return asked == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) (asked - broken) / asked);
    }
  }

  /** Whether a right answer to a question is wrong by the original key. */
  public boolean isBroken(QuestionId question) {
    var correction = corrections.get(question);
    return correction != null && correction.broken();
  }

  /** The ceiling over some questions. */
  public Ceiling ceiling(Stream<Question> questions) {
    var asked = questions.toList();
    long broken = asked.stream().filter(question -> isBroken(question.id())).count();
    return new Ceiling(asked.size(), (int) broken);
  }
}
