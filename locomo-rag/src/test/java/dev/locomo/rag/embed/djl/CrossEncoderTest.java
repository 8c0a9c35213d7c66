package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.embed.PairScorer.Pair;
import dev.locomo.rag.embed.djl.CrossEncoder.Head;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.tensor.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cross-encoders against PyTorch transformers: pairs with an empty side, emoji, either side or
 * both too long, in one padded batch.
 */
class CrossEncoderTest {
  @TempDir Path folder;

  private Path copied(String checkpoint) throws IOException {
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      try (var in = EncodersTest.resource(checkpoint + "/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    return folder;
  }

  private static JsonNode expected(String name) throws IOException {
    try (var in = EncodersTest.resource(name)) {
      return JsonFiles.MAPPER.readTree(in);
    }
  }

  private static List<Pair> pairs(JsonNode expected) {
    var pairs = new ArrayList<Pair>();
    expected.get("pairs").forEach(p -> pairs.add(new Pair(p.get(0).asText(), p.get(1).asText())));
    return pairs;
  }

  private static void assertSame(List<List<Double>> logits, JsonNode expected) {
    assertThat(logits).hasSameSizeAs(expected);
    for (int i = 0; i < logits.size(); i++) {
      assertThat(logits.get(i)).hasSameSizeAs(expected.get(i));
      for (int j = 0; j < logits.get(i).size(); j++) {
        assertThat(logits.get(i).get(j))
            .as("pair %d, logit %d", i, j)
            .isCloseTo(expected.get(i).get(j).asDouble(), offset(1e-4));
      }
    }
  }

  @Test
  void aBertGivesTheLogitsOfPyTorch() throws IOException {
    var expected = expected("tiny-cross.json");
    try (var encoder = CrossEncoder.load(LocalModel.of(copied("tiny-cross")))) {
      assertSame(encoder.logits(pairs(expected)), expected.get("logits"));
      for (int i = 0; i < expected.get("pairs").size(); i++) {
        assertThat(encoder.scores(pairs(expected).subList(i, i + 1)).getFirst())
            .isCloseTo(expected.get("logits").get(i).get(0).asDouble(), offset(1e-4));
      }
      assertThat(encoder.scores(List.of())).isEmpty();
    }
  }

  @Test
  void theTokenizersSettingsSayHowLongAPairMayBe() throws IOException {
    var expected = expected("tiny-cross.json");
    copied("tiny-cross");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 64}");
    try (var encoder = CrossEncoder.load(LocalModel.of(folder))) {
      assertThat(encoder.id()).contains(",64,fp32)");
      assertSame(encoder.logits(pairs(expected)), expected.get("logits_of_64"));
    }
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"model_max_length\": " + 1e30 + "}");
    try (var encoder = CrossEncoder.load(LocalModel.of(folder))) {
      assertThat(encoder.id()).contains(",512,fp32)");
    }
  }

  @Test
  void aRobertaGivesTheLogitsOfPyTorchAndItsScoreIsTheirDifference() throws IOException {
    var expected = expected("tiny-roberta-cross.json");
    try (var encoder = CrossEncoder.load(LocalModel.of(copied("tiny-roberta-cross")))) {
      var logits = expected.get("logits");
      assertSame(encoder.logits(pairs(expected)), logits);
      assertThat(encoder.scores(pairs(expected)).getFirst())
          .isCloseTo(
              logits.get(0).get(1).asDouble() - logits.get(0).get(0).asDouble(), offset(2e-4));
    }
  }

  @Test
  void pairsAreTokenisedAndCutAsByHuggingFace() throws IOException {
    var roberta = expected("tiny-roberta-cross.json");
    var bert = expected("tiny-cross.json");
    assertSameIds(copied("tiny-roberta-cross"), 512, roberta, "pair_ids");
    Files.delete(folder.resolve("tokenizer.json"));
    EncodersTest.tiny(folder, "vocab.txt");
    assertSameIds(folder, 512, bert, "ids");
    assertSameIds(folder, 64, bert, "ids_of_64");
  }

  private static void assertSameIds(Path folder, int longest, JsonNode expected, String key) {
    try (var tokenizer = TokenizerFile.open(folder, 100_000, longest)) {
      var pairs = pairs(expected);
      for (int i = 0; i < pairs.size(); i++) {
        assertThat(tokenizer.encode(pairs.get(i).query(), pairs.get(i).passage()).getIds())
            .as("pair %d", i)
            .isEqualTo(JsonFiles.MAPPER.convertValue(expected.get(key).get(i), long[].class));
      }
    }
  }

  @Test
  void networksOfBaseSizeGiveTheLogitsOfPyTorch() throws IOException {
    var expected = expected("base-cross.json");
    var bert = EncodersTest.base(1e-12f, new EncoderConfig.Inputs(30522, 768, 512, 0, 2));
    var names = Set.of("bert.embeddings.word_embeddings.weight", "bert.pooler.dense.weight");
    var weights = new SeededWeights(names, 0.12);
    var head = new Head(null, Head.layer(weights, "classifier", 1, 768));
    EncodersTest.tiny(folder, "vocab.txt");
    assertSame(logits(bert, weights, head, expected), expected.get("bert"));
  }

  @Test
  void aRobertaOfBaseSizeGivesTheLogitsOfPyTorch() throws IOException {
    var expected = expected("base-cross.json");
    var roberta = EncodersTest.base(1e-5f, new EncoderConfig.Inputs(50265, 768, 512, 2, 1));
    var weights = new SeededWeights(Set.of("roberta.embeddings.word_embeddings.weight"), 0.12);
    var head =
        new Head(
            Head.layer(weights, "classifier.dense", 768, 768),
            Head.layer(weights, "classifier.out_proj", 2, 768));
    copied("tiny-roberta-cross");
    assertSame(logits(roberta, weights, head, expected), expected.get("roberta"));
  }

  private List<List<Double>> logits(
      EncoderConfig config, SeededWeights weights, Head head, JsonNode expected) {
    var manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    var inputs = config.inputs();
    try (var network = new EncoderNetwork(config, new Parameters(weights, manager));
        var tokenizer = TokenizerFile.open(folder, inputs.vocabulary(), 512)) {
      var tokens =
          pairs(expected).stream()
              .map(p -> Tokens.of(tokenizer.encode(p.query(), p.passage()), inputs.types()))
              .toList();
      return network.vectors(tokens, head.pooling()).stream().map(head::logits).toList();
    }
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(() -> CrossEncoder.load(LocalModel.of(folder)).close())
        .isInstanceOf(DataError.class)
        .hasMessageContaining(problem);
  }

  @Test
  void anEncoderOfTextsIsNoCrossEncoder() throws IOException {
    EncodersTest.tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    assertRefused("expected a cross-encoder");
  }

  @Test
  void weightsThatAreNoNumbersAreFoundWithTheFirstPair() throws IOException {
    copied("tiny-cross");
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length - 30_000, bytes.length, (byte) 0xff);
    Files.write(file, bytes);
    try (var encoder = CrossEncoder.load(LocalModel.of(folder))) {
      assertThatThrownBy(() -> encoder.scores(List.of(new Pair("a", "b"))))
          .isInstanceOf(DataError.class)
          .hasMessageContaining("not finite");
    }
  }

  @Test
  void theIdHasTheRevisionAndChangesWithEveryFile() throws IOException {
    copied("tiny-cross");
    String first;
    try (var encoder = CrossEncoder.load(new LocalModel(folder, "0123456789abcdef"))) {
      first = encoder.id();
      assertThat(first).startsWith("@0123456789ab(");
    }
    Path tokenizer = folder.resolve("tokenizer.json");
    Files.writeString(
        tokenizer,
        Files.readString(tokenizer).replace("\"lowercase\":true", "\"lowercase\":false"));
    try (var encoder = CrossEncoder.load(new LocalModel(folder, "0123456789abcdef"))) {
      assertThat(encoder.id()).isNotEqualTo(first);
    }
  }
}
