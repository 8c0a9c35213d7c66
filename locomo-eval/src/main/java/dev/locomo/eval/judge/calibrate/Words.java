package dev.locomo.eval.judge.calibrate;

import dev.locomo.core.metric.Abstention;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of an answer or question that carry its content. */
final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private static final Set<String> EMPTY_ONES =
      Set.of(
          "a an the and or of to in on at for with from by as is are was were be been do does did has"
              .concat(" have had will would could should can might may s t it its this that these")
              .concat(
                  " those what when where who whom whose which why how many much long often both")
              .concat(" their his her they he she them him some any about into during after before")
              .split(" "));

  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("one", "1"),
          Map.entry("once", "1"),
          Map.entry("two", "2"),
          Map.entry("twice", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("not", "no"),
          Map.entry("never", "no"),
          Map.entry("none", "no"));

  private Words() {}

  /** In order of first mention, lower case; number words as digits, negations as "no". */
  static Set<String> of(String text) {
    var words = new LinkedHashSet<String>();
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(m -> NUMBERS.getOrDefault(m.group(), m.group()))
        .filter(word -> !EMPTY_ONES.contains(word))
        .forEach(words::add);
    return words;
  }

  /** Whether a name occurs as a whole word. */
  static boolean names(String text, String name) {
    return !name.isBlank()
        && Pattern.compile("(?<!\\p{L})" + Pattern.quote(name) + "(?!\\p{L})").matcher(text).find();
  }

  /** Whether two texts have no content word in common. */
  static boolean disjoint(String one, String other) {
    var shared = of(one);
    shared.retainAll(of(other));
    return shared.isEmpty();
  }

  /** Some phrasings of "the conversation does not tell". */
  static final List<String> ABSTENTIONS =
      List.of(
          Abstention.PHRASE,
          "The conversation does not say.",
          "There is no information about that.",
          "That was never mentioned.");
}
