package dev.locomo.eval.extractive;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What sort of answer a question wants, told from its first words. */
enum QuestionKind {
  WHEN(
      "when\\b|(?:in |on |during |around )?(?:what|which) "
          + "(?:year|month|day|date|week|weekend)s?\\b"),
  HOW_LONG(
      "(?:for )?how long\\b",
      Amounts.COUNT + " (?:more )?(?:minute|hour|day|week|month|year|decade)s?\\b(?: ago)?"),
  HOW_OFTEN(
      "how (?:often|frequently)\\b",
      "(?:once|twice|"
          + Amounts.COUNT
          + " times) (?:an?|per|every) \\w+|(?:every|each) (?:other |few"
          + " )?(?:day|week|weekend|month|year|morning|evening|night)s?"
          + "|(?:dai|week|month|year)ly|often|regularly"),
  HOW_MANY(
      "(?:\\w+ )?how many\\b", Amounts.NUMBER + "|once|twice|couple|dozen|second|third|fourth"),
  YES_NO("(?:would|is|are|was|were|did|does|do|has|have|had|can|could|will|should|might)\\b"),
  /** Asks for several things: "What books has ...", "What are ...", "What has ... painted?". */
  LIST(
      "(?:what|which) (?:(?:[\\w-]+ ){0,2}?(?!does |is |was |has |his )\\w\\w\\w+s"
          + " (?:do|does|did|has|have|are|were|is|was|of|that)\\b|are\\b|has\\b)"),
  /** Asks for a course of events or a reason, which takes more words to tell. */
  HOW_OR_WHY("(?:how|why)\\b"),
  PHRASE("");

  private final Pattern start;
  private final @Nullable Pattern amount;

  QuestionKind(String start) {
    this.start = Pattern.compile(start, Pattern.CASE_INSENSITIVE);
    amount = null;
  }

  QuestionKind(String start, String amount) {
    this.start = Pattern.compile(start, Pattern.CASE_INSENSITIVE);
    this.amount = Pattern.compile("\\b(?:" + amount + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  /** The first kind whose words the question starts with; {@link #PHRASE} starts with anything. */
  static QuestionKind of(String question) {
    String text = question.strip();
    return Stream.of(values())
        .filter(k -> k.start.matcher(text).lookingAt())
        .findFirst()
        .orElse(PHRASE);
  }

  /** The first amount of the kind asked for; empty when there is none or none is asked for. */
  Optional<String> amountIn(String text) {
    return amount == null
        ? Optional.empty()
        : amount.matcher(text).results().findFirst().map(MatchResult::group);
  }

  /**
   * Whether the words of the other speaker make a question of this kind unanswerable. The time of
   * an event, a list, and yes or no can be told from what either of them says of it.
   */
  boolean needsTheSubject() {
    return this != WHEN && this != YES_NO && this != LIST;
  }

  /** Words for amounts; apart, since constants of an enum cannot see its static fields. */
  private static final class Amounts {
    static final String NUMBER = "\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve";
    static final String COUNT = "(?:" + NUMBER + "|an?|a few|a couple of|several|many)";
  }
}
