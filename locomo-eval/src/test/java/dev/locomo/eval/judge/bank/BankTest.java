package dev.locomo.eval.judge.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.eval.judge.Bench;
import dev.locomo.eval.judge.Judged;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches a bank whose known answers are not known: a wrong one that is right, and vice versa. */
class BankTest {
  @TempDir Path folder;
  private Dataset data = new Dataset("", "", List.of());

  @BeforeEach
  void read() {
    data = Bench.data(folder);
  }

  @Test
  void eachKindIsMadeWhereTheQuestionLendsItselfToIt() {
    assertThat(answers("gold")).hasSize(7).contains("7 May 2023", "Likely yes");
    assertThat(answers("reordered-list")).containsExactly("maps, coins, stamps");
    assertThat(answers("other-date-spelling")).hasSize(2).allMatch(a -> !a.isEmpty());
    assertThat(answers("in-a-sentence")).hasSize(7).anyMatch(a -> a.endsWith("a boat."));
    assertThat(answers("long")).hasSize(7).allMatch(a -> a.length() > 80);
    assertThat(answers("abstains")).hasSize(1);
    assertThat(answers("neighbouring-date")).hasSize(2).doesNotContain("7 May 2023", "June 2023");
    assertThat(answers("other-speaker"))
        .contains("That is true of Ann, not of Ben: a boat.", "Ann")
        .contains("That is true of Ben, not of Ann: Oslo.");
    assertThat(answers("one-wrong-detail")).isEmpty();
    assertThat(answers("same-type")).contains("Likely no");
    assertThat(answers("instruction"))
        .isNotEmpty()
        .allMatch(a -> a.contains("correct") || a.contains("<<<"));
    assertThat(answers("empty")).hasSize(7).containsOnly("");
    assertThat(answers("not-mentioned")).hasSize(7);
    assertThat(answers("lure")).containsExactly("a boat");
  }

  @Test
  void theAnswerOfAnotherQuestionSharesNoWordWithTheGold() {
    assertThat(bank(9, 0).stream().filter(j -> j.kind().equals("other-answer")))
        .isNotEmpty()
        .allSatisfy(j -> {
          String gold = ((Gold.Answer) j.question().gold()).text();
          assertThat(Words.disjoint(j.answer(), gold)).isTrue();
        });
    assertThat(Words.disjoint("two", "2 times")).isFalse();
    assertThat(Words.disjoint("No", "Likely not")).isFalse();
  }

  @Test
  void sizeAndSeedDecideAndNothingElse() {
    assertThat(bank(1, 5)).isEqualTo(bank(1, 5)).isNotEqualTo(bank(1, 6));
    assertThat(bank(1, 5).stream().filter(j -> j.kind().equals("gold")))
        .hasSize(4)
        .extracting(j -> j.question().category())
        .doesNotHaveDuplicates();
  }

  @Test
  void ofThePublishedDataEveryKindIsThereAndKnownRightAnswersScoreAboveKnownWrongOnes() {
    var published = DatasetReader.read(Golden.locomo10());
    var all = made(published, 20, 0);
    for (AnswerKind kind : AnswerKind.values()) {
      assertThat(all).as(kind.label()).filteredOn(j -> j.kind().equals(kind.label())).isNotEmpty();
    }
    assertThat(f1(all, AnswerKind.REORDERED_LIST)).isGreaterThan(0.9);
    assertThat(f1(all, AnswerKind.IN_A_SENTENCE)).isGreaterThan(0.3);
    assertThat(f1(all, AnswerKind.OTHER_ANSWER)).isLessThan(0.02);
    assertThat(f1(all, AnswerKind.VAGUE)).isLessThan(0.1);
    assertThat(all).filteredOn(j -> j.kind().equals("instruction")).hasSize(100);
    assertThat(f1(all, AnswerKind.SAME_TYPE)).isLessThan(0.3);
  }

  @Test
  void aVagueAnswerKeepsToTheQuestionTellsItsTypeAndNoFact() {
    var vague = new VagueAnswer("Ann", "Ben");
    assertThat(all(vague, "When did Ann move?", "7 May 2023"))
        .contains("Ann did move sometime in the spring of 2023.", "Sometime in the spring of 2023.")
        .noneMatch(text -> text.contains("May"));
    assertThat(all(vague, "When did Ann move?", "June 2023")).contains("At some point in 2023.");
    assertThat(all(vague, "What kind of boat did Ben sell to Ann?", "a canoe"))
        .contains("A certain kind of boat that Ben did sell to Ann, which means a lot to Ben.");
    assertThat(all(vague, "What are Ann's hobbies?", "chess"))
        .containsOnly("Something to do with Ann's hobbies.");
    assertThat(all(vague, "When is Ann leaving?", "soon after"))
        .noneMatch(t -> t.contains("before they"));
    assertThat(all(vague, "How many boats does Ben have?", "3"))
        .contains("More than one, it seems.");
    assertThat(all(vague, "Is Ben tidy?", "yes")).noneMatch(text -> text.contains("es."));
    assertThat(all(vague, "Where do they both like to go?", "to a place in Oslo"))
        .noneMatch(text -> text.contains("place"));
    assertThat(vague.of("Who likes Ann, Ben or Cem?", "Ben", 0)).isEmpty();
  }

  private static List<String> all(VagueAnswer vague, String question, String gold) {
    return IntStream.range(0, 12)
        .boxed()
        .flatMap(i -> vague.of(question, gold, i).stream())
        .toList();
  }

  @Test
  void aDetailIsMadeWrongAndTheRestStays() {
    assertThat(Details.wrong("The week before 9 June 2023", 0))
        .contains("The week before 9 July 2023");
    assertThat(Details.wrong("in 2022, when she was ten", 1)).contains("in 2020, when she was ten");
    assertThat(Details.wrong("the Friday after the party", 0))
        .contains("the Saturday after the party");
    assertThat(Details.wrong("she has three dogs there", 0)).contains("she has four dogs there");
    assertThat(Details.wrong("a walk by the sea", 0)).isEmpty();
    assertThat(Details.otherNumber("4 years")).contains("four years");
    assertThat(Details.otherNumber("Three dogs.")).contains("3 dogs.");
    assertThat(Details.otherNumber("7 May 2023")).isEmpty();
    assertThat(
            new OtherGold(data.samples().getFirst())
                .withOtherPart(Bench.question(data, 1), "a, b, c", 1))
        .isEmpty();
  }

  private static double f1(List<Judged> bank, AnswerKind kind) {
    return bank.stream()
        .filter(j -> j.kind().equals(kind.label()))
        .filter(j -> !j.question().unanswerable())
        .map(j -> TokenF1.BY_CATEGORY.score(new Metric.Answered(j.question(), j.answer(), null)))
        .mapToDouble(score -> ((Score.Scored) score).value())
        .average()
        .orElseThrow();
  }

  private List<String> answers(String kind) {
    return bank(9, 0).stream().filter(j -> j.kind().equals(kind)).map(Judged::answer).toList();
  }

  private List<Judged> bank(int perKind, long seed) {
    return made(data, perKind, seed);
  }

  private static List<Judged> made(Dataset data, int perKind, long seed) {
    return new Bank(perKind, seed)
        .of(List.of(Bank.RULES), data, data.questions().toList()).stream()
            .map(KnownAnswer::judged)
            .toList();
  }
}
