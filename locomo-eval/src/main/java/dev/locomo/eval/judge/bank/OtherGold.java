package dev.locomo.eval.judge.bank;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Golds of other questions as wrong answers: without a word in common, so that none can be another
 * wording of the right one.
 *
 * @param sample whose questions they are taken from
 */
record OtherGold(Sample sample) {
  private static final Pattern OPPOSITE =
      Pattern.compile("(?i)(likely |probably )?(yes|no)\\b[.]?");

  /** An answer that has the type that a question asks for: the first two words are the same. */
  Optional<String> ofSameType(Question question, String gold, int draw) {
    var yesOrNo = OPPOSITE.matcher(gold.strip());
    if (yesOrNo.matches()) {
      boolean yes = yesOrNo.group(2).equalsIgnoreCase("yes");
      return Optional.of((yesOrNo.group(1) == null ? "" : "Likely ") + (yes ? "no" : "yes"));
    }
    var number = Details.wrongNumber(gold, draw);
    if (number.isPresent()) {
      return number;
    }
    var date = WholeDate.read(gold);
    if (date.isPresent()) {
      return drawn(
          text ->
              WholeDate.read(text)
                  .filter(d -> d.precision() == date.get().precision())
                  .filter(d -> !d.isNear(date.get()))
                  .isPresent(),
          question,
          draw);
    }
    String head = head(question);
    return drawn(text -> Words.disjoint(text, gold), q -> head(q).equals(head), question, draw);
  }

  /** An answer to a question of the same category. */
  Optional<String> ofCategory(Question question, String gold, int draw) {
    return drawn(
        text -> Words.disjoint(text, gold),
        q -> q.category().equals(question.category()),
        question,
        draw);
  }

  /** A list with one of its parts exchanged for a part of another list. */
  Optional<String> withOtherPart(Question question, String gold, int draw) {
    var parts = ListAnswer.parts(gold);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    var others = new ArrayList<String>();
    for (Question other : sample.questions()) {
      if (!other.text().equals(question.text()) && other.gold() instanceof Gold.Answer(var text)) {
        ListAnswer.parts(text).stream().filter(p -> Words.disjoint(p, gold)).forEach(others::add);
      }
    }
    if (others.isEmpty()) {
      return Optional.empty();
    }
    var changed = new ArrayList<>(parts);
    changed.set(draw % parts.size(), others.get(draw / 7 % others.size()));
    return Optional.of(String.join(", ", changed));
  }

  private Optional<String> drawn(Predicate<String> fits, Question question, int draw) {
    return drawn(fits, _ -> true, question, draw);
  }

  private Optional<String> drawn(
      Predicate<String> fits, Predicate<Question> of, Question question, int draw) {
    List<String> others =
        sample.questions().stream()
            .filter(q -> !q.text().equals(question.text()))
            .filter(of)
            .map(q -> q.gold() instanceof Gold.Answer(var text) ? text : "")
            .filter(text -> !Words.of(text).isEmpty() && AnswerMaker.known(text))
            .filter(fits)
            .toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(others.get(draw % others.size()));
  }

  private static String head(Question question) {
    var words = Pattern.compile("\\s+").splitAsStream(question.text().strip()).limit(2).toList();
    return String.join(" ", words).toLowerCase(Locale.ROOT);
  }
}
