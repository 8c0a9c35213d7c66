package dev.locomo.eval.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.similarity.BertScore.Pair;
import dev.locomo.rag.embed.TokenEncoder;
import dev.locomo.rag.embed.djl.HuggingFaceTokenEncoder;
import dev.locomo.rag.embed.djl.TinyCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BERTScore against the package bert-score ({@code scripts/golden/bertscore.py}) and by hand. */
class BertScoreTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder = Path.of("");

  @Test
  void everyValueIsThatOfThePackage() throws IOException {
    var golden = JsonFiles.MAPPER.readTree(TinyCheckpoints.text("bertscore.json"));
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < golden.get("candidates").size(); i++) {
      pairs.add(
          new Pair(
              golden.get("candidates").get(i).asText(), golden.get("references").get(i).asText()));
    }
    assertThat(golden.get("runs")).hasSize(16);
    for (JsonNode run : golden.get("runs")) {
      int layer = run.get("layer").asInt();
      Path checkpoint = TinyCheckpoints.copy(run.get("checkpoint").asText(), folder);
      var baseline = run.get("baseline").asBoolean() ? Baseline.read(baselines(), layer) : null;
      try (var encoder = HuggingFaceTokenEncoder.load(checkpoint, layer)) {
        var values = new BertScore(encoder, run.get("idf").asBoolean(), baseline).score(pairs);
        for (int i = 0; i < pairs.size(); i++) {
          var scores = run.get("scores");
          String as = run.get("checkpoint") + " layer " + layer + " pair " + i;
          assertClose(as + " P", values.get(i).precision(), scores.get(0).get(i));
          assertClose(as + " R", values.get(i).recall(), scores.get(1).get(i));
          assertClose(as + " F1", values.get(i).f1(), scores.get(2).get(i));
        }
      }
    }
  }

  private static void assertClose(String as, double value, JsonNode expected) {
    assertThat(value)
        .as(as)
        .isCloseTo(expected.isNull() ? Double.NaN : expected.asDouble(), within(TOLERANCE));
  }

  private Path baselines() throws IOException {
    return Files.writeString(folder.resolve("baseline.tsv"), TinyCheckpoints.text("baseline.tsv"));
  }

  /** Each letter is a token, its state a direction of its own; A and B are 0.6 alike. */
  private static final class Letters implements TokenEncoder {
    private final List<String> encoded = new ArrayList<>();

    @Override
    public String id() {
      return "letters";
    }

    @Override
    public int layer() {
      return 1;
    }

    @Override
    public int dimension() {
      return 128;
    }

    @Override
    public long[] tokens(String text) {
      return ("<" + text + ">").chars().asLongStream().toArray();
    }

    @Override
    public List<float[]> states(List<long[]> tokens) {
      return tokens.stream().map(this::states).toList();
    }

    private float[] states(long[] tokens) {
      var text = new StringBuilder();
      float[] states = new float[tokens.length * dimension()];
      for (int i = 0; i < tokens.length; i++) {
        text.append((char) tokens[i]);
        states[i * dimension() + (tokens[i] == 'B' ? 'A' : (int) tokens[i])] =
            tokens[i] == 'B' ? 1.2f : 2;
        states[i * dimension() + 'B'] = tokens[i] == 'B' ? 1.6f : 0;
      }
      encoded.add(text.toString());
      return states;
    }

    @Override
    public void close() {}
  }

  @Test
  void tokensAreMatchedWithTheMostSimilarOnes() {
    // A: 1, C: 0, so P = 1/2; A: 1, B: 0.6 (of A), so R = 0.8
    var value = new BertScore(new Letters(), false, null).score(List.of(new Pair("AC", "AB")));
    assertThat(value.getFirst().precision()).isCloseTo(0.5, within(1e-6));
    assertThat(value.getFirst().recall()).isCloseTo(0.8, within(1e-6));
    assertThat(value.getFirst().f1()).isCloseTo(0.8 / 1.3, within(1e-6));
  }

  @Test
  void rareTokensWeighMoreWithInverseDocumentFrequencies() {
    // three references, A in all: ln(4/4) = 0; D in one: ln(4/2); C in none: ln 4
    var pairs = List.of(new Pair("ADC", "AD"), new Pair("A", "AE"), new Pair("A", "AF"));
    var values = new BertScore(new Letters(), true, null).score(pairs);
    // D matches and weighs half as much as C, which does not
    assertThat(values.getFirst().precision()).isCloseTo(1 / 3.0, within(1e-6));
    assertThat(values.getFirst().recall()).isCloseTo(1, within(1e-6));
    // the second candidate has no token with a weight
    assertThat(values.get(1).precision()).isNaN();
    assertThat(values.get(1).f1()).isNaN();
  }

  @Test
  void eachDistinctTextIsEncodedOnceAndOrderDoesNotMatter() {
    var random = new Random(11);
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < 3000; i++) {
      pairs.add(new Pair(text(random), " " + text(random) + "\n"));
    }
    var letters = new Letters();
    var scorer = new BertScore(letters, false, null);
    var values = scorer.score(pairs);
    assertThat(new HashSet<>(letters.encoded)).hasSameSizeAs(letters.encoded);
    var shuffled = new ArrayList<>(pairs);
    Collections.reverse(shuffled);
    assertThat(scorer.score(shuffled).reversed()).isEqualTo(values);
    assertThat(scorer.score(List.of())).isEmpty();
  }

  private static String text(Random random) {
    return "ABCDEFGH".substring(random.nextInt(4), 4 + random.nextInt(4)).repeat(random.nextInt(6));
  }

  @Test
  void oneOfTheMetricsGivesEachNumber() {
    var metrics =
        BertScoreMetric.of(
            new BertScore(new Letters(), false, null), List.of(new Pair("AC", "AB")));
    assertThat(metrics).extracting(m -> m.id()).isEqualTo(BertScoreMetric.IDS);
    var precision = (BertScoreMetric) metrics.get(1);
    assertThat(precision.compare("AC", "AB").value()).isCloseTo(0.5, within(1e-6));
    assertThatThrownBy(() -> precision.compare("A", "B"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a,b\n",
        "LAYER,P,R,F\n",
        "LAYER,P,R,F\n0,1,1,1\n",
        "LAYER,P,R,F\n0,0.5\n",
        "LAYER,P,R,F\n7,0.1,0.1,0.1\n",
        "LAYER,P,R,F\n0,x,0.1,0.1\n"
      })
  void aFileThatIsNoBaselineIsADataError(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("b.tsv"), content);
    assertThatThrownBy(() -> Baseline.read(file, 0))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("expected");
    assertThatThrownBy(() -> Baseline.read(folder.resolve("none"), 0))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void publishedModelsHaveTheLayerOfThePackage() {
    assertThat(BertScoreLayers.of("roberta-large")).hasValue(17);
    assertThat(BertScoreLayers.of("microsoft/deberta-xlarge-mnli@main")).hasValue(40);
    assertThat(BertScoreLayers.of("/models/deberta-v3-base/")).hasValue(9);
    assertThat(BertScoreLayers.of("my-own")).isEmpty();
  }
}
