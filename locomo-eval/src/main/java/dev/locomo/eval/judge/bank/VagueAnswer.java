package dev.locomo.eval.judge.bank;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as a reader gives who found the topic and not the fact: of the type that was asked for,
 * in the words of the question, committing themselves to nothing.
 *
 * @param speakerA one speaker
 * @param speakerB the other
 */
record VagueAnswer(String speakerA, String speakerB) {
  private static final String ASKED =
      "^(?<head>(?:What|Which)\\b[^?]*?|When|Where|Why|How(?:"
          + " (?:many|much|long|often|old)\\b[^?]*?)?) (?<aux>did|does|has|had|is|was|will|would)"
          + " (?<who>%s) (?<rest>[^?]+)\\?$";
  private static final Pattern NOUN =
      Pattern.compile("^(?:What|Which)\\s+(?<noun>\\p{Ll}[^?]*)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern SUBJECT =
      Pattern.compile(
          "^What (?:is|are|was|were) (?<subject>\\p{Lu}[^?]*|(?:the|a|an|some) [^?]+)\\?$");
  private static final List<String> SEASONS = List.of("winter", "spring", "summer", "autumn");

  /** What is said by the first words of the question, several wordings each. */
  private enum Asked {
    COUNT(
        "How (?:many|much)\\b.*",
        "Quite a few, from what they told each other",
        "More than one, it seems",
        "A fair number"),
    SPAN(
        "(?:For )?[Hh]ow long\\b.*",
        "For quite a while",
        "For some time already",
        "A good deal of time"),
    OFTEN(
        "How often\\b.*",
        "Every now and then",
        "Fairly regularly",
        "Whenever there is time for it"),
    AGE("How old\\b.*", "Neither very young nor old", "About the age one would expect"),
    SOON("When (?:is|are|will)\\b.*", "At some point before long", "Not too far off"),
    WHEN(
        "(?:When|(?:In |On )?(?:[Ww]hat|[Ww]hich) (?:year|month|date|day))\\b.*",
        "Some time before they talked about it",
        "Around that time, not very long ago",
        "A while back"),
    WHO(
        "(?:Who|Whose|Whom)\\b.*",
        "Someone they both know of",
        "Somebody close to one of them",
        "One of the people they mention"),
    WHERE(
        "(?:Where|(?:In )?(?:[Ww]hat|[Ww]hich) (?:city|country|state|place|town))\\b.*",
        "A place that means something to them",
        "Somewhere they had wanted to go to for a while",
        "A place they both heard of"),
    WHY(
        "Why\\b.*",
        "For reasons that matter a great deal personally",
        "It seemed the natural thing to do at the time"),
    HOW("How\\b.*", "In a way that left an impression", "Much as one would expect of them"),
    EITHER(
        "(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Would|Will|Could|Can|Might|Should)\\b.*",
        "It depends on how one looks at it; there are signs both ways",
        "In some ways perhaps, in others less so"),
    ANY(
        ".*",
        "Something that matters a lot to them personally",
        "One of the things they like to talk about",
        "Something along those lines, as they told each other");

    private final Pattern question;
    private final List<String> wordings;

    Asked(String question, String... wordings) {
      this.question = Pattern.compile(question);
      this.wordings = List.of(wordings);
    }

    static Asked of(String question) {
      for (Asked asked : values()) {
        if (asked.question.matcher(question).matches()) {
          return asked;
        }
      }
      return ANY;
    }
  }

  /**
   * One of the wordings that share no word with the gold but those of the question.
   *
   * @param draw chooses, 0 or more
   */
  Optional<String> of(String question, String gold, int draw) {
    var asked = Asked.of(question.strip());
    var date = WholeDate.read(gold).filter(d -> d.precision() != WholeDate.Precision.YEAR);
    if (asked == Asked.WHEN && date.isPresent()) {
      return Optional.of(near(question.strip(), date.get(), draw));
    }
    String wording = asked.wordings.get(draw / 2 % asked.wordings.size());
    boolean brief = draw % 2 == 1 && asked != Asked.ANY;
    String answer = brief ? wording : restated(question.strip(), asked, wording);
    return Optional.of(capital(answer) + ".").filter(text -> saysNothing(text, question, gold));
  }

  /** Whether nothing but the question's own words is in the gold as well. */
  private static boolean saysNothing(String answer, String question, String gold) {
    var said = Words.of(answer);
    said.removeAll(Words.of(question));
    var fact = Words.of(gold);
    boolean told = !fact.isEmpty() && Words.of(question).containsAll(fact);
    fact.retainAll(said);
    return fact.isEmpty() && !told;
  }

  /** The season of a day, the year of a month: near, and no answer to when. */
  private String near(String question, WholeDate date, int draw) {
    int month = date.start().getMonthValue();
    String season = SEASONS.get(month % 12 / 3);
    boolean winter = season.equals("winter");
    String year = winter ? "" : " of " + date.start().getYear();
    String when =
        date.precision() == WholeDate.Precision.MONTH
            ? "at some point in " + date.start().getYear()
            : (draw / 2 % 2 == 0 ? "sometime in the " : "over the course of the ") + season + year;
    return capital(draw % 2 == 0 ? restated(question, Asked.WHEN, when) : when) + ".";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The question as a statement that ends in the wording; the wording where it is no such one. */
  private String restated(String question, Asked asked, String wording) {
    String speakers = Pattern.quote(speakerA) + "|" + Pattern.quote(speakerB);
    Matcher m = Pattern.compile(ASKED.formatted(speakers)).matcher(question);
    var subject = SUBJECT.matcher(question);
    if (!m.matches()) {
      boolean what = asked == Asked.ANY && subject.matches();
      return what ? "Something to do with " + subject.group("subject") : wording;
    }
    String statement = "%s %s %s".formatted(m.group("who"), m.group("aux"), m.group("rest"));
    if (asked == Asked.ANY) {
      var noun = NOUN.matcher(m.group("head"));
      String what = noun.matches() ? noun.group("noun") : "";
      boolean several = what.matches(".*[^s]s");
      return (what.isEmpty() ? "Something" : (several ? "Certain " : "A certain ") + what)
          + (" that " + statement)
          + (wording.startsWith("Something") ? "" : ", which means a lot to " + m.group("who"));
    }
    return statement
        + (wording.matches("some.*|over.*|at.*") ? " " : ", ")
        + wording.substring(0, 1).toLowerCase(Locale.ROOT)
        + wording.substring(1);
  }
}
