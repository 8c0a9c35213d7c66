package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
  void bothBootstrapsAgreeDrawForDraw() {
    for (var v : Vectors.of("bootstrap")) {
      var rows = Vectors.list(v.path("rows"), VectorsTest::clustered);
      var base = new ClusterBootstrap(v.path("resamples").asInt(), v.path("seed").asLong(), 0.95);
      var bca = new BcaBootstrap(base);
      same(base.micro(rows).orElseThrow(), v.path("micro").path("percentile"));
      same(base.macro(rows).orElseThrow(), v.path("macro").path("percentile"));
      same(bca.micro(rows).orElseThrow(), v.path("micro").path("bca"));
      same(bca.macro(rows).orElseThrow(), v.path("macro").path("bca"));
    }
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
      detectable(pairs, v.path("detectable"));
    }
  }

  private static Paired paired(JsonNode row) {
    return new Paired(row.get(0).asText(), row.get(1).asDouble(), row.get(2).asDouble());
  }

  private static void detectable(List<Paired> pairs, JsonNode expected) {
    var detectable = DetectableDifference.STANDARD;
    assertThat(detectable.paired(pairs).orElseThrow())
        .isCloseTo(expected.path("paired").asDouble(), CLOSE);
    assertThat(detectable.clustered(pairs).orElseThrow())
        .isCloseTo(expected.path("clustered").asDouble(), CLOSE);
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
      assertThat(DetectableDifference.STANDARD.unpaired(first, v.path("n").asInt()))
          .isCloseTo(v.path("unpaired").asDouble(), CLOSE);
    }
  }
}
