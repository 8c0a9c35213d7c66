package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Agreement with scipy and with formulas written down independently. */
class VectorsTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  @Test
  void theRandomSequenceIsThatOfSplitMix64() {
    var random = new SplitMix64(17_753);
    for (var expected : Vectors.of("splitmix64")) {
      assertThat(Long.toUnsignedString(random.next())).isEqualTo(expected.asText());
    }
  }

  @Test
  void wilsonAgrees() {
    for (var v : Vectors.of("wilson")) {
      double level = v.path("level").asDouble();
      var interval = Wilson.interval(v.path("k").asInt(), v.path("n").asInt(), level).orElseThrow();
      assertThat(interval.low()).as("%s", v).isCloseTo(v.path("low").asDouble(), CLOSE);
      assertThat(interval.high()).as("%s", v).isCloseTo(v.path("high").asDouble(), CLOSE);
    }
  }

  @Test
  void mcNemarAgreesToNineDigitsHoweverSmall() {
    for (var v : Vectors.of("mcnemar")) {
      var test = new McNemar(v.path("b").asInt(), v.path("c").asInt());
      near(test.exact().p(), v.path("exact").asDouble());
      near(test.midP().p(), v.path("mid").asDouble());
    }
  }

  private static void near(double found, double expected) {
    assertThat(found / expected).isCloseTo(1, CLOSE);
  }

  @Test
  void f1OfPooledSharesAgrees() {
    for (var v : Vectors.of("f1")) {
      agrees(ClusteredMean.f1(rows(v)).orElseThrow(), v);
    }
  }

  @Test
  void clusteredMeansAgree() {
    for (var v : Vectors.of("clustered")) {
      agrees(ClusteredMean.macro(rows(v.path("macro"))).orElseThrow(), v.path("macro"));
      agrees(ClusteredMean.micro(rows(v.path("micro"))).orElseThrow(), v.path("micro"));
    }
  }

  private static List<Clustered> rows(JsonNode v) {
    return Vectors.list(v.path("rows"), VectorsTest::clustered);
  }

  private static void agrees(ClusteredMean found, JsonNode expected) {
    assertThat(found.mean()).isCloseTo(expected.path("mean").asDouble(), CLOSE);
    if (expected.has("score")) {
      same(found.scoreInterval(0.95), expected.path("score"));
      return;
    }
    same(found.differenceInterval(0.95), expected.path("difference"));
    assertThat(found.detectable(0.95, 0.8).isPresent()).isEqualTo(expected.has("detectable"));
    if (expected.has("detectable")) {
      assertThat(found.detectable(0.95, 0.8).orElseThrow())
          .isCloseTo(expected.path("detectable").asDouble(), CLOSE);
      assertThat(found.equivalence(0.05).orElseThrow())
          .isCloseTo(expected.path("equivalence").asDouble(), CLOSE);
    }
  }

  @Test
  void correctionsOfJudgesAgree() {
    for (var v : Vectors.of("corrections")) {
      var answers = Vectors.list(v.path("rows"), VectorsTest::judged);
      var found = JudgeCorrection.of(answers).orElseThrow();
      assertThat(found.estimate()).isCloseTo(v.path("estimate").asDouble(), CLOSE);
      same(found.thisRun(), v.path("run"));
      assertThat(found.conversations().isPresent()).isEqualTo(v.has("conversations"));
      found.conversations().ifPresent(interval -> same(interval, v.path("conversations")));
      assertThat(JudgeCorrection.labelsFor(answers, 0.03)).hasValue(v.path("labels").asInt());
    }
  }

  private static JudgeCorrection.Answer judged(JsonNode row) {
    Optional<Boolean> label =
        row.get(2).isNull() ? Optional.empty() : Optional.of(row.get(2).asInt() == 1);
    return new JudgeCorrection.Answer(row.get(0).asText(), row.get(1).asInt() == 1, label);
  }

  private static Clustered clustered(JsonNode row) {
    return new Clustered(row.get(0).asText(), row.get(1).asText(), row.get(2).asDouble());
  }

  private static void same(Interval found, JsonNode expected) {
    assertThat(found.low()).isCloseTo(expected.get(0).asDouble(), CLOSE);
    assertThat(found.high()).isCloseTo(expected.get(1).asDouble(), CLOSE);
  }

  @Test
  void pairedTestsAndEffectsAgree() {
    for (var v : Vectors.of("paired")) {
      var pairs = Vectors.list(v.path("rows"), VectorsTest::paired);
      var test = new SignFlipTest(v.path("patterns").asInt(), v.path("seed").asLong());
      double expectedP = v.path("question").asDouble();
      assertThat(test.perQuestion(pairs).p()).isCloseTo(expectedP, CLOSE);
      assertThat(test.perConversation(pairs).p()).isCloseTo(v.path("cluster").asDouble(), CLOSE);
      assertThat(EffectSize.pairedD(pairs).orElseThrow()).isCloseTo(v.path("d").asDouble(), CLOSE);
    }
  }

  private static Paired paired(JsonNode row) {
    return new Paired(row.get(0).asText(), row.get(1).asDouble(), row.get(2).asDouble());
  }

  @Test
  void holmAgrees() {
    for (var v : Vectors.of("holm")) {
      var tests = Vectors.list(v.path("p"), p -> new PValue(p.asDouble(), "t"));
      var expected = new ArrayList<Double>();
      v.path("adjusted").forEach(p -> expected.add(p.asDouble()));
      var adjusted = PValue.holm(tests);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(adjusted.get(i).p()).isCloseTo(expected.get(i), CLOSE);
      }
    }
  }

  @Test
  void agreementOfJudgesAgrees() {
    for (var v : Vectors.of("agreement")) {
      var first = Vectors.list(v.path("first"), JsonNode::asText);
      var second = Vectors.list(v.path("second"), JsonNode::asText);
      var items = Vectors.list(v.path("items"), VectorsTest::verdicts);
      assertThat(Agreement.kappa(first, second).orElseThrow())
          .isCloseTo(v.path("kappa").asDouble(), CLOSE);
      assertThat(Agreement.alpha(items).orElseThrow()).isCloseTo(v.path("alpha").asDouble(), CLOSE);
    }
  }

  private static List<String> verdicts(JsonNode array) {
    var verdicts = new ArrayList<String>();
    array.forEach(verdict -> verdicts.add(verdict.asText()));
    return verdicts;
  }

  @Test
  void effectsOfProportionsAgree() {
    for (var v : Vectors.of("effects")) {
      double first = v.path("first").asDouble();
      assertThat(EffectSize.cohensH(first, v.path("second").asDouble()))
          .isCloseTo(v.path("h").asDouble(), CLOSE);
    }
  }
}
