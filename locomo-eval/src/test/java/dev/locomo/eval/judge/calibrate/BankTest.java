package dev.locomo.eval.judge.calibrate;

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
    assertThat(answers("other-date-spelling"))
        .hasSize(2)
        .allMatch(a ->
            List.of("2023-05-07", "May 7, 2023", "2023-06", "the month of June 2023").contains(a));
    assertThat(answers("in-a-sentence")).contains("From what they told each other: a boat.");
    assertThat(answers("abstains")).hasSize(1);
    assertThat(answers("neighbouring-date")).hasSize(2).doesNotContain("7 May 2023", "June 2023");
    assertThat(answers("other-speaker"))
        .contains("That is true of Ann, not of Ben: a boat.", "Ann")
        .contains("That is true of Ben, not of Ann: Oslo.");
    assertThat(answers("vague"))
        .contains("Something came up about this (sell), and it seemed to matter to them.");
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
    var all = new Bank(20, 0).of(published, published.questions().toList());
    for (AnswerKind kind : AnswerKind.values()) {
      assertThat(all).as(kind.label()).filteredOn(j -> j.kind().equals(kind.label())).isNotEmpty();
    }
    assertThat(f1(all, AnswerKind.REORDERED_LIST)).isGreaterThan(0.9);
    assertThat(f1(all, AnswerKind.IN_A_SENTENCE)).isGreaterThan(0.3);
    assertThat(f1(all, AnswerKind.OTHER_ANSWER)).isLessThan(0.02);
    assertThat(f1(all, AnswerKind.VAGUE)).isLessThan(0.05);
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
    return new Bank(perKind, seed).of(data, data.questions().toList());
  }
}
