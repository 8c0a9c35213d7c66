package dev.locomo.core.metric.text;

import dev.locomo.core.dataset.WidthForms;
import dev.locomo.core.python.PythonText;
import java.text.Normalizer;
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
          "[.,;:!?](?=\\s|$)|[()\\n\\r\u3001\u3002]|[;:!?,](?=\\p{IsIdeographic})|\\s[-\u2013\u2014]+\\s|\u2014"
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

  private static final Pattern APOSTROPHE =
      Pattern.compile("[\u2018\u2019\u201B\u2032\u02B9\u02BC\u00B4\uA78C`]");
  private static final Pattern MARKUP = Pattern.compile("[*_~#>|]|\\p{Cf}");
  private static final Pattern NO_APOSTROPHE =
      Pattern.compile(
          "(?i)\\b((?:do|does|did|is|was|are|were|has|have|had|could|would)n|ca(?:n(?=t\\b))?)t\\b");

  /**
   * Reads an answer.
   *
   * @param answer any text; an empty one is {@link #ANSWERS}, because it says nothing
   * @param lure the wrong answer that the question tempts to; empty when it is not known
   * @param question its text, which tells whom it is about
   * @param language in which phrases and words are looked for, besides English phrases
   */
  public static AbstentionReading of(String answer, String lure, String question, String language) {
    var asserting = new ArrayList<String>();
    var clauses = clauses(answer);
    for (String clause : clauses) {
      if (!AbstentionPhrases.occurIn(PythonText.lower(clause))
          && !LanguageText.abstains(language, clause)) {
        asserting.add(clause);
      }
    }
    if (asserting.size() == clauses.size()) {
      return ANSWERS;
    }
    return assertsLure(asserting, lure, question, language) ? HEDGES : ABSTAINS;
  }

  /** Whether a text, cut into clauses, says in a phrase of another language that it has none. */
  public static boolean abstains(String answer, String language) {
    return clauses(answer).stream().anyMatch(clause -> LanguageText.abstains(language, clause));
  }

  private static boolean assertsLure(
      List<String> clauses, String lure, String question, String language) {
    var stems = stems(lure, language);
    for (String clause : clauses) {
      if (contains(stems(clause, language), stems)
          && !namesSomebodyElse(clause, question + " " + lure)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> clauses(String answer) {
    var clauses = new ArrayList<String>();
    for (String clause : CLAUSE_END.split(plain(answer))) {
      clauses.add(inner(clause));
    }
    return clauses;
  }

  /** Without blanks, quotation marks and other signs round it. */
  private static String inner(String clause) {
    int from = 0;
    int to = clause.length();
    while (from < to && isSign(clause.charAt(from))) {
      from++;
    }
    while (to > from && isSign(clause.charAt(to - 1))) {
      to--;
    }
    return clause.substring(from, to);
  }

  private static boolean isSign(char c) {
    return !Character.isLetterOrDigit(c)
        && !Character.isSurrogate(c)
        && Character.getType(c) != Character.NON_SPACING_MARK;
  }

  /** With plain signs alone, as if it had been typed without marks of emphasis. */
  private static String plain(String answer) {
    String straight = APOSTROPHE.matcher(WidthForms.narrow(answer)).replaceAll("'");
    String bare = MARKUP.matcher(straight).replaceAll(m -> m.group().equals("_") ? " " : "");
    String single = bare.replaceAll(" {2,}", " ");
    return Normalizer.normalize(
        NO_APOSTROPHE.matcher(single).replaceAll("$1't"), Normalizer.Form.NFC);
  }

  private static List<String> stems(String text, String language) {
    return AnswerNormalizer.stems(
        LanguageText.knows(language) ? LanguageText.plain(text, language, true) : text);
  }

  private static boolean contains(List<String> clause, List<String> stems) {
    return !stems.isEmpty() && Collections.indexOfSubList(clause, stems) >= 0;
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
