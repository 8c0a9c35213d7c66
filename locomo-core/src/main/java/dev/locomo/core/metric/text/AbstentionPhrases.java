package dev.locomo.core.metric.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * English phrases by which an answer says that it does not know, or that the conversation does not
 * tell. Repetitions are bounded, so that no text exhausts the stack. Each pattern wants the phrase
 * to be about the conversation or the one who answers: "I don't know" and "it is not known" do,
 * "she does not know how to swim" does not. Written for this project.
 */
final class AbstentionPhrases {
  private static final String ADVERB = "(?:\\w+ly |ever |even |yet |really |any |been ){0,4}";
  private static final String TOLD =
      "(?:mentioned|stated|specified|discussed|indicated|described|disclosed|addressed|documented|recorded|revealed|detailed|noted|referenced|provided|covered|talked"
          + " about|brought up)";
  private static final String TELL =
      "(?:mention|state|specify|discuss|indicate|describe|disclose|address|reveal|reference"
          + "|talk about|bring up|refer to)";
  private static final String SOURCE =
      "(?:conversations?|dialogu?es?|chats?|context|text|transcripts?|passages?|excerpts?"
          + "|discussions?|messages?|sessions?|memor(?:y|ies)|history|information)";
  private static final String NOT = "(?: not|n't| never)";
  private static final String FIND_OUT =
      "(?:determined?|inferr?(?:ed)?|confirm(?:ed)?|verif(?:y|ied)|ascertain(?:ed)?"
          + "|establish(?:ed)?|deduced?|concluded?)";
  private static final String OPENING =
      "^(?:\\(?[a-z]\\) ?)?(?:(?:answer|sorry|unfortunately|honestly|well|it is|it's|that is"
          + "|that's)\\W+){0,3}";

  private static final List<String> SIGNS =
      List.of(
          "no",
          "n't",
          "never",
          "un",
          "n/a",
          "indeterminate",
          "insufficient",
          "impossible",
          "lack",
          "hard to");

  private static final List<Pattern> PHRASES =
      List.of(
          compile("(?:\\bnot|n't|\\bnever|\\bnowhere) " + ADVERB + TOLD + "\\b"),
          compile(
              "\\b(?:does|do|did|has|have)"
                  + NOT
                  + " "
                  + ADVERB
                  + "(?:"
                  + TELL
                  + "|"
                  + TOLD
                  + ")\\b"),
          compile("\\bnever " + ADVERB + TELL + "s?\\b"),
          compile(
              "\\b"
                  + SOURCE
                  + "\\b.{0,60}\\b(?:(?:does|do|did)"
                  + NOT
                  + "|never) "
                  + ADVERB
                  + "(?:say|tell|provide|contain|include|give|cover|show|offer|answer|explain"
                  + "|clarify)s?\\b"),
          compile(
              "\\b(?:no|not any|without any|not enough|n't enough|n't any|insufficient|lacks?|lack"
                  + " of)"
                  + " (?:[\\w-]+ ){0,2}(?:information|info|mention|evidence|indication|details?"
                  + "|records?|reference|data)\\b"),
          compile("\\b(?:can ?not|can't|could not|couldn't) (?:be )?" + ADVERB + FIND_OUT + "\\b"),
          compile(
              "\\b(?:can ?not|can't|could not|couldn't) be "
                  + ADVERB
                  + "(?:answered|known|found|told|identified)\\b"),
          compile(
              "\\b(?:unable|impossible|not possible|no way) to "
                  + ADVERB
                  + "(?:tell|say|know|answer|"
                  + FIND_OUT
                  + ")\\b"),
          compile(
              "\\b(?:i|we)(?: \\w+ly| still)? (?:do not|don't|did not|didn't|cannot|can not|can't"
                  + "|could not|couldn't) "
                  + ADVERB
                  + "(?:know|recall|remember|find|tell|say|answer|see|have|identify|locate)\\b"),
          compile(
              "\\b(?:i am|i'm|we are|we're) (?:not|unable|unsure|uncertain)\\b(?!"
                  + " (?:the|a|an)\\b)"),
          compile("\\bi have (?:no|not any) (?:idea|clue|knowledge|memory|recollection|way)\\b"),
          compile(
              "(?:\\b(?:is|are|was|were|remains?|it's|stays?) "
                  + ADVERB
                  + "(?:still )?|"
                  + OPENING
                  + ")(?:unknown|unspecified|unstated|unmentioned|undisclosed|unanswerable|undetermined|indeterminate|unclear|not"
                  + " known|not clear)\\b(?! (?:person|artist|man|woman|number|place)\\b)"),
          compile(
              OPENING
                  + "(?:not available|not applicable|n/a|not sure|unsure|uncertain|no idea|no clue"
                  + "|no answer|don't know|do not know|dunno|cannot say|can't say|cannot tell"
                  + "|can't tell|hard to (?:say|tell))\\b"));

  private AbstentionPhrases() {}

  private static Pattern compile(String regex) {
    return Pattern.compile(regex);
  }

  /** Whether a clause, in lower case with straight apostrophes, contains such a phrase. */
  static boolean occurIn(String clause) {
    if (!mayOccurIn(clause)) {
      return false;
    }
    for (Pattern phrase : PHRASES) {
      if (phrase.matcher(clause).find()) {
        return true;
      }
    }
    return false;
  }

  /** Every phrase has one of these; most clauses have none and are spared the patterns. */
  private static boolean mayOccurIn(String clause) {
    for (String sign : SIGNS) {
      if (clause.contains(sign)) {
        return true;
      }
    }
    return false;
  }
}
