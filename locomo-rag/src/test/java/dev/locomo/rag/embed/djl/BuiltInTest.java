package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.EmbedderContract;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.DenseMethod;
import dev.locomo.rag.retrieve.FusionMethod;
import dev.locomo.rag.retrieve.Query;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BuiltInTest extends EmbedderContract {
  @Override
  protected Embedder embedder() {
    return BuiltIn.MINILM.load();
  }

  private static Embedder encoder;

  @BeforeAll
  static void load() {
    encoder = BuiltIn.MINILM.load();
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  private static double[] similarities(String query, String... passages) {
    var table = VectorTable.of(384, encoder.embed(List.of(passages), Role.PASSAGE));
    return table.dot(encoder.embed(List.of(query), Role.QUERY)[0]);
  }

  @Test
  void aParaphraseIsNearAndAnotherTopicIsFar() {
    double[] near =
        similarities(
            "The cat sleeps on the sofa.", "A cat naps on a couch.", "Rates rose in June.");
    assertThat(near[0]).isGreaterThan(0.7);
    assertThat(near[1]).isLessThan(0.2);
  }

  @Test
  void aVectorDoesNotDependOnTheTextsBesideIt() {
    String text = "Caroline went to the parade.";
    float[] alone = encoder.embed(List.of(text), Role.PASSAGE)[0];
    float[][] among = encoder.embed(List.of("x".repeat(3000), text, "🎉", ""), Role.PASSAGE);
    assertThat(among[1]).isEqualTo(alone);
  }

  @Test
  void everyTextHasAVectorOfLengthOne() {
    for (float[] vector : encoder.embed(List.of("", "🎉", "word ".repeat(600)), Role.PASSAGE)) {
      double squares = 0;
      for (float x : vector) {
        squares += (double) x * x;
      }
      assertThat(squares).isCloseTo(1, within(1e-5));
    }
    assertThat(encoder.embed(List.of(), Role.QUERY)).isEmpty();
  }

  /** One conversation of each half; the figures of all ten are in {@code docs/retrieval.md}. */
  @Test
  void theHybridFindsTheEvidenceOfThePublishedQuestions() {
    var data = DatasetReader.read(Golden.locomo10());
    var method = new FusionMethod(new DenseMethod(encoder, PassageVectors.IN_MEMORY));
    assertThat(
            recall(
                method,
                Corpus.of(data, data.samples().get(1), Database.DIALOG),
                data.samples().get(1)))
        .isGreaterThan(0.66);
    assertThat(
            recall(
                method,
                Corpus.of(data, data.samples().get(8), Database.DIALOG),
                data.samples().get(8)))
        .isGreaterThan(0.66);
  }

  private static double recall(FusionMethod method, Corpus corpus, Sample sample) {
    var queries = sample.questions().stream().map(q -> Query.of(Probe.of(q))).toList();
    var hits = method.over(corpus).retrieve(queries, 5);
    return sample.questions().stream()
        .mapToDouble(q -> {
          var found = new HashSet<String>();
          hits.get(q.id().index()).forEach(h -> found.addAll(h.passage().ids()));
          return q.evidence().stream().mapToInt(e -> found.contains(e) ? 1 : 0).average().orElse(1);
        })
        .average()
        .orElseThrow();
  }
}
