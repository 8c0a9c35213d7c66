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

  private static final String UNKNOWN =
      "(?:unknown|unspecified|unstated|unmentioned|undisclosed|unanswerable|undetermined"
          + "|indeterminate|unclear|not known|not clear)";

  /** Whoever is spoken about looked in vain; the one who answers may have as well. */
  private static final String OTHERS_FOUND =
      "(?<!\\b(?:he|she|they) \\w{2,10} )(?<!(?<!^i|\\bi|^we|\\bwe) (?:found|saw|got|received) )";

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
          "hard to",
          "missing",
          "idk");

  /** As short as {@code N.A.} can be, where the signs are not asked for. */
  private static final int SHORT = 8;

  private static final List<Pattern> PHRASES =
      List.of(
          compile("(?:\\bnot|n't|\\bnever|\\bnowhere)[ -]" + ADVERB + TOLD + "\\b"),
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
              OTHERS_FOUND
                  + "(?:\\b(?:no|not any|without any|not enough|insufficient|lacks?|lack of)"
                  + "|n't (?:enough|any)) (?:[\\w-]+ ){0,2}(?:information|info|mention|evidence"
                  + "|indication|details?|records?|reference|data)\\b"),
          compile("(?:\\b(?:not enough|insufficient)|n't enough) (?:[\\w-]+ )?context\\b"),
          compile(
              "\\bno (?:[\\w-]+ ){0,2}(?:memory|memories|results?|matches|entries) (?:\\w+ ){0,2}"
                  + "(?:found|available|retrieved)\\b"),
          compile(
              "\\b(?:information|info|data|details?|answer)(?: is| are| was| were)? "
                  + "(?:not (?:available|found|given)|unavailable|missing)\\b"),
          compile(
              "\\b(?:answer|information|details?|it|this|that)(?:'s| is| are| was) not (?:\\w+ )?"
                  + "(?:in|part of) (?:[\\w-]+ ){1,3}"
                  + SOURCE
                  + "\\b"),
          compile(
              "\\bnothing (?:in (?:\\w+ ){0,3}"
                  + SOURCE
                  + " (?:that )?|(?:is|was|has been) "
                  + ADVERB
                  + ")(?:"
                  + TELL
                  + "s?|says?|said|"
                  + TOLD
                  + ")\\b"),
          compile("^(?:it|this|that) (?:does|did)" + NOT + " " + ADVERB + "(?:say|tell)\\b"),
          compile("\\b(?:can ?not|can't|could not|couldn't) (?:be )?" + ADVERB + FIND_OUT + "\\b"),
          compile(
              "\\b(?:can ?not|can't|could not|couldn't) be "
                  + ADVERB
                  + "(?:answered|known|found|told|identified)\\b"),
          compile(
              "(?<!\\b(?:he|she|they) (?:was|is|were|are) )"
                  + "\\b(?:unable|impossible|not possible|no way) to "
                  + ADVERB
                  + "(?:tell|say|know|answer|"
                  + FIND_OUT
                  + ")\\b(?! (?:the|her|his|their) (?:phone|door|call)\\b)"),
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
              "\\b(?:is|are|was|were|remains?|it's|stays?) "
                  + ADVERB
                  + "(?:still )?"
                  + UNKNOWN
                  + "\\b(?! (?:person|artist|man|woman|number|place)\\b)"),
          compile(
              OPENING
                  + "(?:"
                  + UNKNOWN
                  + "|not available|not applicable|not given|unsure|uncertain)(?=$| (?:from|in|to|by"
                  + "|based|at|as|if|about|of|whether|what|which|who|whom|whose|how|why|when|where"
                  + "|because|since)\\b)"),
          compile(
              OPENING
                  + "(?:n/a|not sure|no idea|no clue|no answer|don't know|do not know|dunno|idk"
                  + "|cannot say|can't say|cannot tell|can't tell|hard to (?:say|tell))\\b"),
          compile(OPENING + "n\\.?a$"));

  private AbstentionPhrases() {}

  private static Pattern compile(String regex) {
    return Pattern.compile(regex);
  }

  /** Whether a clause, in lower case and plain signs, contains such a phrase. */
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
    if (clause.length() <= SHORT) {
      return true;
    }
    for (String sign : SIGNS) {
      if (clause.contains(sign)) {
        return true;
      }
    }
    return false;
  }
}
