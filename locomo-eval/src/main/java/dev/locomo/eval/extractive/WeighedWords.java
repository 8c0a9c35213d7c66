package dev.locomo.eval.extractive;

import dev.locomo.core.text.Word;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The words of a sentence seen from a question: which it repeats, and what each run of them tells.
 */
final class WeighedWords {
  private static final Pattern CLAUSE_END = Pattern.compile("[;:()—–]|\\s-+\\s|--");

  /** Words away from which the question's own words no longer matter. */
  private static final int FAR = 6;

  /** Words that judge rather than tell. */
  private static final Set<String> OPINION =
      Set.of(
          """
          awesome great amazing cool nice good wonderful fantastic incredible thanks thank congrats
          glad happy excited super fun best love wow sounds look looks special beautiful bet guess
          luck hope believe totally definitely absolutely important cute sweet lovely inspiring
          impressive tough hard
          """
              .strip()
              .split("\\s+"));

  private final Sentence sentence;
  private final List<Word> words;
  private final boolean[] asked;
  private final boolean[] stop;
  private final double[] weight;
  private final double most;

  WeighedWords(Sentence sentence, ParsedQuestion question, TurnIndex index) {
    this.sentence = sentence;
    words = sentence.words();
    asked = new boolean[words.size()];
    stop = new boolean[words.size()];
    weight = new double[words.size()];
    for (int i = 0; i < asked.length; i++) {
      Word word = words.get(i);
      asked[i] = question.stems().contains(word.stem());
      stop[i] = word.isStop();
      weight[i] = stop[i] ? 0 : index.weight(word.stem());
    }
    most = index.weight("");
  }

  /** From the word at {@code first} to the one at {@code last}, both included. */
  record Run(int first, int last) {
    int length() {
      return last - first + 1;
    }
  }

  /** Every run of at most so many words in one clause that starts and ends with a content word. */
  Stream<Run> runs(int longest) {
    return content(0, words.size()).flatMap(first -> runsFrom(first, longest));
  }

  private Stream<Run> runsFrom(int first, int longest) {
    int end = first + 1;
    while (end < words.size() && end < first + longest && !startsClause(end)) {
      end++;
    }
    return content(first, end).map(last -> new Run(first, last));
  }

  private Stream<Integer> content(int from, int to) {
    return IntStream.range(from, to).filter(i -> !stop[i]).boxed();
  }

  private boolean startsClause(int word) {
    return CLAUSE_END.matcher(sentence.before(word)).find();
  }

  String text(Run run) {
    return sentence.text().substring(words.get(run.first).start(), words.get(run.last).end());
  }

  long stopWords(Run run) {
    return count(run, i -> stop[i]);
  }

  long opinions(Run run) {
    return count(run, i -> OPINION.contains(words.get(i).lower()));
  }

  boolean repeatsTheQuestion(Run run) {
    return count(run, i -> asked[i]) > 0;
  }

  /** Mean weight of its content words, as a share of the highest there is: in [0, 1]. */
  double rarity(Run run) {
    double sum = 0;
    for (int i = run.first; i <= run.last; i++) {
      sum += weight[i];
    }
    return sum / (run.length() - stopWords(run)) / most;
  }

  /** How far the question's words are from it: 0 beside it, 1 when far away or absent. */
  double gap(Run run) {
    int gap = FAR;
    for (int d = 0; d < FAR; d++) {
      if (isAsked(run.first - 1 - d) || isAsked(run.last + 1 + d)) {
        gap = Math.min(gap, d);
      }
    }
    return (double) gap / FAR;
  }

  private boolean isAsked(int word) {
    return word >= 0 && word < asked.length && asked[word];
  }

  /** Whether it has a capital letter where none is due. */
  boolean hasName(Run run) {
    return count(run, i -> i > 0 && !stop[i] && Character.isUpperCase(at(words.get(i).start())))
        > 0;
  }

  boolean isQuoted(Run run) {
    int start = words.get(run.first).start();
    return start > 0 && at(start - 1) == '"';
  }

  /** Whether it is a purpose or a means. */
  boolean followsToOrBy(Run run) {
    return run.first > 0 && Set.of("to", "by").contains(words.get(run.first - 1).lower());
  }

  private char at(int place) {
    return sentence.text().charAt(place);
  }

  private static long count(Run run, IntPredicate what) {
    long n = 0;
    for (int i = run.first; i <= run.last; i++) {
      n += what.test(i) ? 1 : 0;
    }
    return n;
  }
}
