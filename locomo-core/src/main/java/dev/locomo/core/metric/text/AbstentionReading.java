package dev.locomo.core.metric.text;

import dev.locomo.core.python.PythonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer to a question without answer says, clause by clause. Clauses end at {@code . , ; :
 * ! ? ( )}, line ends, dashes between blanks, and before <i>but, however, though, although,
 * while</i> and <i>whereas</i>.
 */
public enum AbstentionReading {
  /** Some clause says that there is no answer, and none asserts the lure. */
  ABSTAINS,
  /** A clause says that there is no answer, but another one asserts the lure all the same. */
  HEDGES,
  /** No clause says that there is no answer. */
  ANSWERS;

  private static final Pattern CLAUSE_END =
      Pattern.compile(
          "[.,;:!?](?=\\s|$)|[()\\n\\r]|\\s[-\u2013\u2014]+\\s|\u2014"
              + "|\\b(?=(?i:but|however|though|although|while|whereas)\\b)");
  private static final Pattern NAME = Pattern.compile("\\b\\p{Lu}\\p{Ll}+");

  /** Words that start sentences; a capital does not make them names. */
  private static final Set<String> OPENERS =
      Set.of(
          ("the it its she he they her his their this that these there in on at for to "
                  + "from after before because based according an and so yes no not but however "
                  + "although though while whereas we you as if when since probably maybe perhaps "
                  + "possibly likely answer")
              .split(" "));

  /**
   * Reads an answer.
   *
   * @param answer any text; an empty one is {@link #ANSWERS}, because it says nothing
   * @param lure the wrong answer that the question tempts to; empty when it is not known
   * @param question its text, which tells whom it is about
   */
  public static AbstentionReading of(String answer, String lure, String question) {
    var asserting = new ArrayList<String>();
    var clauses = clauses(answer);
    for (String clause : clauses) {
      if (!AbstentionPhrases.occurIn(PythonText.lower(clause))) {
        asserting.add(clause);
      }
    }
    if (asserting.size() == clauses.size()) {
      return ANSWERS;
    }
    return assertsLure(asserting, lure, question) ? HEDGES : ABSTAINS;
  }

  private static boolean assertsLure(List<String> clauses, String lure, String question) {
    var stems = AnswerNormalizer.stems(lure);
    for (String clause : clauses) {
      if (contains(clause, stems) && !namesSomebodyElse(clause, question + " " + lure)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> clauses(String answer) {
    var clauses = new ArrayList<String>();
    for (String clause : CLAUSE_END.split(answer.replace('\u2019', '\''))) {
      clauses.add(clause.strip());
    }
    return clauses;
  }

  private static boolean contains(String clause, List<String> stems) {
    return !stems.isEmpty()
        && Collections.indexOfSubList(AnswerNormalizer.stems(clause), stems) >= 0;
  }

  /**
   * The usual trap moves a fact from one speaker to the other, so an honest answer may well say
   * whose fact it is: "Melanie did, but nothing is mentioned about Caroline".
   */
  private static boolean namesSomebodyElse(String clause, String known) {
    var words = new HashSet<>(List.of(known.toLowerCase(Locale.ROOT).split("\\W+", -1)));
    var names = NAME.matcher(clause);
    while (names.find()) {
      String name = names.group().toLowerCase(Locale.ROOT);
      if (!OPENERS.contains(name) && !words.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
