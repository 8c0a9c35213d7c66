package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ClusteredMeanTest {
  @Test
  void nothingHasNoMean() {
    assertThat(ClusteredMean.micro(List.of())).isEmpty();
    assertThat(ClusteredMean.macro(List.of())).isEmpty();
  }

  @Test
  void theOrderOfTheInputDoesNotMatter() {
    var values = new ArrayList<Clustered>();
    var random = new Random(7);
    for (int i = 0; i < 400; i++) {
      values.add(new Clustered("c" + random.nextInt(10), "g" + i % 5, random.nextDouble()));
    }
    var shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    assertThat(ClusteredMean.macro(shuffled).orElseThrow().scoreInterval(0.95))
        .isEqualTo(ClusteredMean.macro(values).orElseThrow().scoreInterval(0.95));
  }

  @Test
  void withinOneConversationItIsPlainWilsonUnderAnotherName() {
    var found = of(List.of("a", "a", "a", "a"), 1, 0, 1, 1).scoreInterval(0.95);
    var wilson = Wilson.interval(3, 4, 0.95).orElseThrow();
    assertThat(found.low()).isCloseTo(wilson.low(), within(1e-12));
    assertThat(found.high()).isCloseTo(wilson.high(), within(1e-12));
    assertThat(found.method()).isEqualTo(ClusteredMean.ONE_CONVERSATION);
  }

  @Test
  void noIntervalIsAPointHoweverAlikeTheValuesAre() {
    assertThat(of(List.of("a"), 1).scoreInterval(0.95).width()).isGreaterThan(0.7);
    assertThat(of(List.of("a", "b"), 0.5, 0.5).scoreInterval(0.95).width()).isGreaterThan(0.5);
    assertThat(of(List.of("a", "b"), 0, 0).differenceInterval(0.95).width()).isGreaterThan(0.5);
    assertThat(of(List.of("a"), 7).unboundedInterval(0.95)).isEmpty();
  }

  /** Wilson's interval for a mean that is worth {@code z*z/c} independent values. */
  private static void isWilsons(Interval found, double mean, double c) {
    double middle = (mean + c / 2) / (1 + c);
    double half = Math.sqrt(c * mean * (1 - mean) + c * c / 4) / (1 + c);
    assertThat(found.low()).isCloseTo(middle - half, within(1e-9));
    assertThat(found.high()).isCloseTo(middle + half, within(1e-9));
  }

  @Test
  void conversationsThatDifferAreWorthAsManyValuesAsTheirSpreadSays() {
    // Residuals of the two are -1/8 and 1/8, their shares a half: variance 1/16; one degree of
    // freedom.
    double t = 12.706204736174704;
    var found = of(List.of("a", "a", "b", "b"), 1, 0, 1, 1).scoreInterval(0.95);
    isWilsons(found, 0.75, t * t / 16 / (0.75 * 0.25));
    assertThat(found.method()).isEqualTo(ClusteredMean.SCORE);
  }

  @Test
  void aMeanOverCategoriesIsNoSurerThanItsSmallestCategoryAllows() {
    var values = new ArrayList<Clustered>();
    for (int i = 0; i < 1000; i++) {
      values.add(new Clustered("a", "large", 1));
    }
    values.add(new Clustered("a", "small", 0));
    values.add(new Clustered("a", "small", 1));
    double z = 1.959963984540054;
    // Half of the mean is of two values with a variance of 1/4 each; the other half has none.
    double own = 0.25 * 0.25 / 2;
    isWilsons(
        ClusteredMean.macro(values).orElseThrow().scoreInterval(0.95),
        0.75,
        z * z * own / (0.75 * 0.25));
  }

  @Test
  void ofOneConversationADifferenceSaysSo() {
    assertThat(of(List.of("a", "a"), 0.5, -0.25).differenceInterval(0.95).method())
        .isEqualTo(of(List.of("a", "a"), 0.5, -0.25).differenceTest().method())
        .isNotEqualTo(of(List.of("a", "b"), 0.5, -0.25).differenceInterval(0.95).method());
    assertThat(of(List.of("a", "b"), 0.5, -0.25).differenceTest().method())
        .isEqualTo(of(List.of("a", "b"), 0.5, -0.25).differenceInterval(0.95).method());
  }

  @Test
  void anF1NeedsBothItsShares() {
    var precision = new Clustered("a", "p", 1);
    assertThat(ClusteredMean.f1(List.of(precision))).isEmpty();
    assertThat(
            ClusteredMean.f1(List.of(precision, new Clustered("a", "r", 0))).orElseThrow().mean())
        .isZero();
    assertThat(
            ClusteredMean.f1(List.of(precision, new Clustered("a", "r", 1))).orElseThrow().mean())
        .isOne();
  }

  @Test
  void aLevelThatIsNoneIsRefused() {
    var mean = of(List.of("a", "b"), 0, 1);
    for (double level : new double[] {0, 1, 95, -0.5, Double.NaN}) {
      assertThatThrownBy(() -> mean.scoreInterval(level)).hasMessageContaining("level");
      assertThatThrownBy(() -> mean.differenceInterval(level)).hasMessageContaining("level");
      assertThatThrownBy(() -> mean.unboundedInterval(level)).hasMessageContaining("level");
    }
  }

  @Test
  void aMeanWithoutBoundsHasStudentsIntervalOfItsConversations() {
    var found = of(List.of("a", "a", "b"), 1, 3, 5).unboundedInterval(0.95).orElseThrow();
    // residuals -2/3 and 2/3, shares 2/3 and 1/3: variance 4/3 + 2/3; one degree of freedom
    double half = 12.706204736174704 * Math.sqrt(2);
    assertThat(found.low()).isCloseTo(3 - half, within(1e-9));
    assertThat(found.high()).isCloseTo(3 + half, within(1e-9));
    assertThat(found.method()).isEqualTo("clustered-t");
    assertThat(of(List.of("a", "b"), 7, 7).unboundedInterval(0.95)).as("never a point").isEmpty();
  }

  @Test
  void howManyConversationsHaveAValueIsKnown() {
    assertThat(
            ClusteredMean.micro(List.of(new Clustered("a", 1), new Clustered("a", 0)))
                .orElseThrow()
                .clusters())
        .isOne();
    assertThat(of(List.of("a", "b", "b"), 1, 0, 1).standardError()).isPresent();
    assertThat(of(List.of("a", "a"), 1, 0).standardError()).isEmpty();
  }

  @Test
  void equalDifferencesAreEquivalentWithinABoundAndNotBeyond() {
    var same = of(List.of("a", "b"), 0.5, 0.5);
    assertThat(same.equivalence(0.5).orElseThrow()).as("on the bound").isOne();
    assertThat(same.equivalence(0.25).orElseThrow()).as("beyond it").isOne();
    assertThat(same.equivalence(1).orElseThrow()).isLessThan(0.5);
    assertThat(of(List.of("a"), 0.1).equivalence(1)).isEmpty();
    assertThat(of(List.of("a"), 0.1).detectable(0.95, 0.8)).isEmpty();
  }

  @Test
  void theEndsOfNoneAndAllAreExact() {
    assertThat(of(List.of("a", "b"), 0, 0).scoreInterval(0.95).low()).isZero();
    assertThat(of(List.of("a", "b"), 1, 1).scoreInterval(0.95).high()).isOne();
  }

  @Test
  void whatAConversationSharesWidensTheInterval() {
    var together = new ArrayList<Clustered>();
    var apart = new ArrayList<Clustered>();
    for (int i = 0; i < 100; i++) {
      together.add(new Clustered("c" + i % 10, i % 10 < 5 ? 0 : 1));
      apart.add(new Clustered("c" + i / 10, i % 10 < 5 ? 0 : 1));
    }
    assertThat(ClusteredMean.micro(together).orElseThrow().scoreInterval(0.95).width())
        .isGreaterThan(2 * ClusteredMean.micro(apart).orElseThrow().scoreInterval(0.95).width());
  }

  @Test
  void theTestOfADifferenceIsBelowFivePercentJustWhenTheIntervalLeavesZeroOut() {
    var random = new Random(3);
    int significant = 0;
    for (int i = 0; i < 300; i++) {
      var values = new ArrayList<Clustered>();
      for (int n = 0; n < 40; n++) {
        values.add(new Clustered("c" + random.nextInt(1 + i % 7), random.nextInt(3) - 0.8));
      }
      var mean = ClusteredMean.micro(values).orElseThrow();
      boolean below = mean.differenceTest().p() < 0.05;
      assertThat(below).isEqualTo(!mean.differenceInterval(0.95).contains(0));
      significant += below ? 1 : 0;
    }
    assertThat(significant).isBetween(10, 290);
  }

  @Test
  void whatOneConversationCannotTellIsAbsent() {
    var one = of(List.of("a", "a"), 0, 1);
    assertThat(one.standardError()).isEmpty();
    assertThat(one.detectable(0.95, 0.8)).isEmpty();
    assertThat(one.equivalence(0.1)).isEmpty();
  }

  @Test
  void aBankOfNoLabelsCorrectsNothingAndLabelsOfOneConversationSayNothingOfOthers() {
    var answer = new JudgeCorrection.Answer("a", true, Optional.empty());
    assertThat(JudgeCorrection.of(List.of(answer))).isEmpty();
    assertThat(JudgeCorrection.labelsFor(List.of(answer), 0.03)).isEmpty();
    var labelled = new JudgeCorrection.Answer("a", true, Optional.of(true));
    assertThat(JudgeCorrection.of(List.of(labelled, answer)).orElseThrow().conversations())
        .isEmpty();
  }

  /** The values that are published with the rules. */
  @Test
  void theSimulatedRulesGiveTheirExpectedOutputs() throws IOException {
    Path root = Path.of(System.getProperty("locomo.root", ".."));
    Path file = root.resolve("../shared/oracle/statistics/vectors.json");
    Assumptions.assumeTrue(Files.exists(file), "the vectors are not beside this checkout");
    var vectors = new ObjectMapper().readTree(file.toFile());
    var rows = Vectors.list(vectors.path("rows"), ClusteredMeanTest::row);
    String[] expected = {
      "0.609929 0.551887 0.665016",
      "0.504673 0.450247 0.558988",
      "0.427083 0.332821 0.526957",
      "0.746730 0.701116 0.787492",
      "0.890135 0.857713 0.915893"
    };
    var names = rows.stream().map(Clustered::group).distinct().sorted().toList();
    for (int k = 0; k < expected.length; k++) {
      String name = names.get(k);
      score(
          ClusteredMean.micro(rows.stream().filter(r -> r.group().equals(name)).toList()),
          expected[k]);
    }
    score(ClusteredMean.micro(rows), "0.704935 0.684496 0.724582");
    score(ClusteredMean.macro(rows), "0.635710 0.608308 0.662260");
    var differences = Vectors.list(vectors.path("diff"), ClusteredMeanTest::row);
    var micro = ClusteredMean.micro(differences).orElseThrow();
    same(micro.mean(), micro.differenceInterval(0.95), "0.030715 0.013550 0.047880");
    assertThat(micro.equivalence(0.05).orElseThrow()).isLessThan(0.05);
    var macro = ClusteredMean.macro(differences).orElseThrow();
    same(macro.mean(), macro.differenceInterval(0.95), "0.013640 -0.009097 0.036376");
    var answers =
        Vectors.list(
            vectors.path("labels"),
            n ->
                new JudgeCorrection.Answer(
                    n.get(0).asText(),
                    n.get(1).asInt() == 1,
                    n.get(2).isNull() ? Optional.empty() : Optional.of(n.get(2).asInt() == 1)));
    var corrected = JudgeCorrection.of(answers).orElseThrow();
    same(
        corrected.estimate(),
        corrected.conversations().orElseThrow(),
        "0.611826 0.560613 0.660683");
  }

  private static void score(Optional<ClusteredMean> mean, String expected) {
    same(mean.orElseThrow().mean(), mean.orElseThrow().scoreInterval(0.95), expected);
  }

  private static void same(double mean, Interval interval, String expected) {
    assertThat("%.6f %.6f %.6f".formatted(mean, interval.low(), interval.high()))
        .isEqualTo(expected);
  }

  private static Clustered row(JsonNode n) {
    return new Clustered(n.get(0).asText(), n.get(1).asText(), n.get(2).asDouble());
  }

  private static ClusteredMean of(List<String> clusters, double... values) {
    var all = new ArrayList<Clustered>();
    for (int i = 0; i < values.length; i++) {
      all.add(new Clustered(clusters.get(i), values[i]));
    }
    return ClusteredMean.micro(all).orElseThrow();
  }
}
