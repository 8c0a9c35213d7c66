package dev.locomo.eval.judge.bank;

import dev.locomo.core.metric.Abstention;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of an answer or question that carry its content. */
final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private static final Set<String> EMPTY_ONES =
      Set.of(
          """
          a an the and or of to in on at for with from by as is are was were be been do does did has have had will
          would could should can might may s t it its this that these those what when where who whom whose which
          why how many much long often both their his her they he she them him some any about into during after
          before
          """
              .strip()
              .split("\\s+"));

  /** What stands for words of the same meaning. */
  private static final Map<String, String> PLAIN =
      Pattern.compile(",\\s*")
          .splitAsStream(
              "one 1, once 1, two 2, twice 2, three 3, four 4, five 5, six 6, seven 7, eight 8,"
                  + " nine 9, ten 10, not no, never no, none no")
          .map(pair -> pair.split(" "))
          .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

  private Words() {}

  /** In order of first mention, lower case; number words as digits, negations as "no". */
  static Set<String> of(String text) {
    var words = new LinkedHashSet<String>();
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(m -> PLAIN.getOrDefault(m.group(), m.group()))
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
