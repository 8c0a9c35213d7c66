package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer's states against PyTorch transformers: {@code scripts/golden/bertscore.py}. */
class TokenStatesTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  private static JsonNode expected(String name) throws IOException {
    try (var in = EncodersTest.resource(name)) {
      return JsonFiles.MAPPER.readTree(in);
    }
  }

  private static Path checkpoint(String name) throws URISyntaxException {
    var url = Objects.requireNonNull(TokenStatesTest.class.getResource(name + "/config.json"));
    return Objects.requireNonNull(Path.of(url.toURI()).getParent());
  }

  private static void assertSame(float[] states, JsonNode expected, int every) {
    assertThat((states.length + every - 1) / every).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) states[i * every])
          .as("number " + i * every)
          .isCloseTo(expected.get(i).asDouble(), offset(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-roberta", "tiny-deberta", "tiny-deberta-v3"})
  void everyLayerOfACheckpointHasTheStatesOfPyTorch(String name) throws Exception {
    var golden = expected("states.json").get(name);
    for (int layer = 0; layer < golden.get("layers").size(); layer++) {
      try (var encoder = HuggingFaceTokenEncoder.load(checkpoint(name), layer)) {
        assertThat(encoder.layer()).isEqualTo(layer);
        var tokens = new ArrayList<long[]>();
        for (int i = 0; i < golden.get("texts").size(); i++) {
          tokens.add(encoder.tokens(golden.get("texts").get(i).asText().strip()));
          assertThat(tokens.get(i))
              .isEqualTo(JsonFiles.MAPPER.convertValue(golden.get("ids").get(i), long[].class));
        }
        var states = encoder.states(tokens);
        for (int i = 0; i < states.size(); i++) {
          assertSame(states.get(i), golden.get("layers").get(layer).get(i), 3);
        }
      }
    }
  }

  @Test
  void networksOfEveryKindHaveTheStatesOfPyTorch() throws IOException {
    for (JsonNode golden : expected("seeded-states.json")) {
      var json = new ModelConfig(Path.of("config.json"), "", golden.get("config"));
      var weights =
          new SeededWeights(
              Set.of("embeddings.word_embeddings.weight"), golden.get("scale").asDouble());
      var config = EncoderConfig.of(json, EncoderConfig.ALL);
      try (var network = new EncoderNetwork(config, new Parameters(weights, Compute.open()))) {
        var ids = new ArrayList<long[]>();
        golden.get("ids").forEach(i -> ids.add(JsonFiles.MAPPER.convertValue(i, long[].class)));
        var states = network.states(ids);
        for (int i = 0; i < states.size(); i++) {
          assertSame(states.get(i), golden.get("states").get(i), golden.get("every").asInt());
        }
      }
    }
  }

  @Test
  void distancesShareTheRowsThatPyTorchGivesThem() throws IOException {
    for (JsonNode golden : expected("buckets.json")) {
      var distances =
          new EncoderConfig.Distances(
              true,
              golden.get("longest").asInt(),
              golden.get("buckets").asInt(),
              Set.of("c2p", "p2c"),
              true,
              true);
      for (int i = 0; i < golden.get("rows").size(); i++) {
        assertThat(distances.row(i - 600))
            .as("distance " + (i - 600))
            .isEqualTo(golden.get("rows").get(i).asLong());
      }
    }
  }

  @Test
  void aLayerThatTheCheckpointDoesNotHaveIsRefused() throws Exception {
    for (int layer : List.of(-1, 4)) {
      assertThatThrownBy(() -> HuggingFaceTokenEncoder.load(checkpoint("tiny-roberta"), layer))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("has no layer " + layer);
    }
  }

  @Test
  void anOddConfigurationIsADataErrorThatNamesTheKey() throws Exception {
    String config = Files.readString(checkpoint("tiny-deberta").resolve("config.json"));
    assertRefused(config.replace("\"relative_attention\": true", "\"relative_attention\": false"))
        .hasMessageContaining("/relative_attention");
    assertRefused(config.replace("\"c2p\"", "\"p2p\"")).hasMessageContaining("/pos_att_type");
    assertRefused(config.replace("\"deberta\"", "\"gpt2\"")).hasMessageContaining("/model_type");
    assertRefused(
            config.replace("\"conv_act\"", "\"x\"").replace("\"hidden_size\": 16", "\"h\": 1"))
        .hasMessageContaining("/hidden_size");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String config) throws IOException {
    Files.writeString(folder.resolve("config.json"), config);
    return assertThatThrownBy(() -> HuggingFaceTokenEncoder.load(folder, 1))
        .isInstanceOf(DataError.class);
  }
}
