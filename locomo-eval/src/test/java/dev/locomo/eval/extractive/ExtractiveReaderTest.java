package dev.locomo.eval.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.Abstention;
import dev.locomo.eval.extractive.ExtractiveReader.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractiveReaderTest {
  private static final String MAY_8 = "1:56 pm on 8 May, 2023";
  private static final String JULY_3 = "9:10 am on 3 July, 2023";

  /** Lines are {@code Name: what was said}. */
  private static Session session(int number, String date, String... lines) {
    var turns = new ArrayList<Turn>();
    for (String line : lines) {
      String[] parts = line.split(": ", 2);
      turns.add(new Turn(new TurnId(number, turns.size() + 1), parts[0], parts[1], null));
    }
    return new Session(number, date, Session.parseTime(date).orElse(null), turns);
  }

  private static ExtractiveReader reader(Session... sessions) {
    return ExtractiveReader.over(new Conversation("Ada", "Ben", List.of(sessions)));
  }

  private static Answer answer(String question, Session... sessions) {
    return reader(sessions).answer(question);
  }

  /** The words of a turn take ten times the memory of its text. */
  @Test
  void theWordsOfSomeTurnsOfALongConversationAreKept() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 4_100; i++) {
      lines.add("Ada: My boat " + i + "x is called Windlass" + i + ".");
    }
    var talk = session(1, MAY_8, lines.toArray(String[]::new));
    var index = new TurnIndex(new Conversation("Ada", "Ben", List.of(talk)));
    var turns = index.turns();
    var kept = index.sentences(turns.getFirst());
    assertThat(index.sentences(turns.getFirst())).isSameAs(kept);
    assertThat(index.sentences(turns.get(4096))).isNotEqualTo(kept);
    assertThat(index.sentences(turns.getFirst())).isEqualTo(kept).isNotSameAs(kept);
    assertThat(answer("What is Ada's boat called Windlass4096?", talk).turns())
        .containsExactly(new TurnId(1, 4097));
  }

  private static final Session TALK =
      session(
          1,
          MAY_8,
          "Ada: Hi Ben! I adopted a kitten called Whiskers yesterday.",
          "Ben: Lovely! I am preparing for the marathon in Boston.",
          "Ada: What do you do to relax after work?",
          "Ben: Mostly I play chess with my neighbours.",
          "Ada: My sister Clara moved to Lisbon because rents rose here.");

  @Test
  void aRelativeDateIsWorkedOutFromTheDayOfTheSession() {
    assertThat(answer("When did Ada adopt a kitten?", TALK))
        .isEqualTo(new Answer("7 May 2023", List.of(new TurnId(1, 1))));
  }

  @Test
  void whereTheTurnNamesNoTimeTheDayOfTheSessionIsTheAnswer() {
    assertThat(answer("When did Clara move to Lisbon?", TALK).text()).isEqualTo("8 May 2023");
  }

  @Test
  void withoutAReadableDateNoDateIsWorkedOut() {
    var undated = session(1, "some day", "Ada: I adopted a kitten called Whiskers yesterday.");
    assertThat(answer("When did Ada adopt a kitten?", undated).text()).doesNotContainPattern("\\d");
    var absolute = session(1, "", "Ada: I adopted a kitten on 3 March 2021.");
    assertThat(answer("When did Ada adopt a kitten?", absolute).text()).isEqualTo("3 March 2021");
  }

  @Test
  void aPhraseDoesNotRepeatTheQuestion() {
    assertThat(answer("What is the name of the kitten that Ada adopted?", TALK).text())
        .contains("Whiskers")
        .doesNotContain("adopt", "kitten");
  }

  @Test
  void theTurnAfterAQuestionAnswersIt() {
    var found = answer("What does Ben do to relax after work?", TALK);
    assertThat(found.turns()).containsExactly(new TurnId(1, 4));
    assertThat(found.text()).contains("chess");
  }

  @Test
  void whatOnlyTheOtherSpeakerSaidIsNotMentioned() {
    assertThat(answer("Which marathon is Ada preparing for?", TALK))
        .isEqualTo(new Answer(Abstention.PHRASE, List.of()));
    assertThat(answer("Where is the marathon that Ben is preparing for?", TALK).text())
        .contains("Boston");
  }

  @Test
  void whatNobodySaidIsNotMentioned() {
    assertThat(answer("What spaceship did Ben pilot?", TALK).text()).isEqualTo(Abstention.PHRASE);
    assertThat(answer("", TALK).text()).isEqualTo(Abstention.PHRASE);
    assertThat(answer("What did Ada adopt?").text()).isEqualTo(Abstention.PHRASE);
  }

  @Test
  void anAmountIsAnsweredAloneInItsKind() {
    var talk =
        session(
            1,
            MAY_8,
            "Ben: I have played the cello for six years now, about twice a week.",
            "Ada: I own three canoes.");
    assertThat(answer("How long has Ben played the cello?", talk).text()).isEqualTo("six years");
    assertThat(answer("How often does Ben play the cello?", talk).text()).isEqualTo("twice a week");
    assertThat(answer("How many canoes does Ada own?", talk).text()).isEqualTo("three");
  }

  @Test
  void yesOrNoFollowsTheWordsOfTheBestTurn() {
    var talk = session(1, MAY_8, "Ada: I love sailing.", "Ben: I don't eat mushrooms.");
    assertThat(answer("Does Ada love sailing?", talk).text()).isEqualTo("Yes");
    assertThat(answer("Does Ben eat mushrooms?", talk).text()).isEqualTo("No");
  }

  @Test
  void aListJoinsWhatSeveralTurnsSay() {
    var found =
        answer(
            "What books has Ada read?",
            session(1, MAY_8, "Ada: I read the book \"Emma\" in one go.", "Ben: Nice."),
            session(2, JULY_3, "Ada: Then I read another book, \"Persuasion\".", "Ben: Wow."));
    assertThat(found.text()).contains("Emma", ", ", "Persuasion");
    assertThat(found.turns()).containsExactlyInAnyOrder(new TurnId(1, 1), new TurnId(2, 1));
  }

  @Test
  void theTimeAskedAboutDecidesBetweenLikeTurns() {
    var may = session(1, MAY_8, "Ada: We went camping near the lake.");
    var july = session(2, JULY_3, "Ada: We went camping near the volcano.");
    var reader = reader(may, july);
    assertThat(reader.answer("Where did Ada go camping in May 2023?").text()).contains("lake");
    assertThat(reader.answer("Where did Ada go camping in July?").text()).contains("volcano");
  }

  @Test
  void aCaptionIsReadAsWell() {
    var shown =
        new Turn(new TurnId(1, 1), "Ada", "", new SharedImage("a purple canoe", null, List.of()));
    var talk = new Session(1, MAY_8, null, List.of(shown));
    assertThat(answer("What colour is the canoe of Ada?", talk).text()).isEqualTo("purple");
  }

  @Test
  void anotherOrderOfQuestionsChangesNothing() {
    var questions =
        List.of("When did Ada adopt a kitten?", "What does Ben do to relax?", "Who moved?");
    var one = reader(TALK);
    var other = reader(TALK);
    var forwards = questions.stream().map(one::answer).toList();
    var backwards = questions.reversed().stream().map(other::answer).toList();
    assertThat(backwards.reversed()).isEqualTo(forwards);
  }
}
