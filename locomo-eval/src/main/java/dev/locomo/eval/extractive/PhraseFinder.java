package dev.locomo.eval.extractive;

import dev.locomo.eval.extractive.TurnFinder.Hit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Picks the words that answer a question from the turns found for it. Every run of words inside a
 * clause that starts and ends with a content word is a candidate.
 *
 * <p>The weights were fitted to the token F1 of conv-26, -30, -41, -42 and -43 of the published
 * file and rounded to whole numbers. On the other five conversations the phrases score the same.
 */
final class PhraseFinder {
  private static final int LONGEST = 12;

  private final ParsedQuestion question;
  private final TurnIndex index;
  private final double total;

  PhraseFinder(ParsedQuestion question, TurnIndex index) {
    this.question = question;
    this.index = index;
    total = Math.max(Double.MIN_NORMAL, index.weight(question.stems()));
  }

  /** The best phrase of these turns, the earliest of equal ones; empty when they say nothing. */
  Optional<Candidate> best(List<Hit> hits) {
    double top = hits.isEmpty() ? 1 : hits.getFirst().score();
    return Candidate.best(hits.stream().flatMap(h -> phrases(h, top)));
  }

  /** How likely the sentence is to hold the answer. */
  private double fit(Hit hit, Sentence sentence, double top, double askedBefore) {
    return 9 * hit.score() / top
        + 5 * share(sentence.shared(question.stems()))
        + 4 * askedBefore
        - 3 * flag(sentence.caption());
  }

  /** What the other one had just asked of the question's words. */
  private Set<String> askedBefore(IndexedTurn turn) {
    var stems = new HashSet<String>();
    if (turn.place() > 0) {
      IndexedTurn before = index.turns().get(turn.place() - 1);
      if (before.sameSession(turn) && before.turn().text().contains("?")) {
        index.sentences(before).forEach(s -> stems.addAll(s.shared(question.stems())));
      }
    }
    return stems;
  }

  private double share(Collection<String> stems) {
    return index.weight(stems) / total;
  }

  private Stream<Candidate> phrases(Hit hit, double top) {
    double askedBefore = share(askedBefore(hit.turn()));
    return index.sentences(hit.turn()).stream()
        .flatMap(sentence -> {
          var words = new WeighedWords(sentence, question, index);
          double fit = fit(hit, sentence, top, askedBefore);
          return words
              .runs(LONGEST)
              .map(r -> new Candidate(words.text(r), fit + score(words, r), hit.turn()));
        });
  }

  /** How much a run of words looks like an answer. */
  private double score(WeighedWords words, WeighedWords.Run run) {
    double length = run.length();
    return Math.log(length)
        - 3 * flag(run.length() == 1)
        + (question.kind() == QuestionKind.HOW_OR_WHY ? length / 2 : 0)
        - 6 * words.stopWords(run) / length
        - 4 * words.opinions(run) / length
        - 8 * flag(words.repeatsTheQuestion(run))
        - 4 * words.gap(run)
        + 8 * words.rarity(run)
        + 5 * flag(words.hasName(run))
        + 4 * flag(words.isQuoted(run))
        + flag(words.followsToOrBy(run));
  }

  private static int flag(boolean it) {
    return it ? 1 : 0;
  }

  /**
   * What may be the answer.
   *
   * @param text words of the turn, or the date they mean
   * @param score the higher the better; comparable within one question and one way of answering
   * @param turn where it is from
   */
  record Candidate(String text, double score, IndexedTurn turn) {
    /** The best one, the first of equals; empty when there is none. */
    static Optional<Candidate> best(Stream<Candidate> candidates) {
      return candidates.reduce((a, b) -> b.score > a.score ? b : a);
    }
  }
}
