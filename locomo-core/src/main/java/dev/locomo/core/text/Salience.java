package dev.locomo.core.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much a sentence tells among texts: the sum of the weights of its different content words, the
 * rarer a word the heavier. A floor that needs no model; words that only judge ("awesome") and stop
 * words weigh nothing.
 */
public final class Salience {
  /** Words that judge or greet rather than tell. */
  private static final Set<String> EMPTY =
      Set.of(
          """
          awesome great amazing cool nice good wonderful fantastic incredible thanks thank congrats
          glad happy excited super fun best love wow sounds look looks special beautiful bet guess
          luck hope believe totally definitely absolutely important cute sweet lovely inspiring
          impressive tough hard bye keep feel feeling need want sure lot anything something
          """
              .strip()
              .split("\\s+"));

  private final Map<String, Integer> frequency = new HashMap<>();
  private final int texts;

  private Salience(int texts) {
    this.texts = texts;
  }

  /** Counts in how many of these texts each word is; without texts all words weigh the same. */
  public static Salience among(Collection<String> texts) {
    var salience = new Salience(texts.size());
    for (String text : texts) {
      stems(text).forEach(stem -> salience.frequency.merge(stem, 1, Integer::sum));
    }
    return salience;
  }

  /** The stems of the content words of a text, in order of first mention. */
  public static Set<String> stems(String text) {
    return Word.of(text).stream()
        .filter(word -> !word.isStop() && !EMPTY.contains(word.lower()))
        .map(Word::stem)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of one stem: above 0. */
  public double weight(String stem) {
    return StrictMath.log(1 + (texts + 1.0) / (frequency.getOrDefault(stem, 0) + 0.5));
  }

  /** Of a sentence: at least 0. */
  public double of(String sentence) {
    return stems(sentence).stream().mapToDouble(this::weight).sum();
  }
}
