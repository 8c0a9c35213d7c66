package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.Prefixes;
import dev.locomo.rag.embed.djl.EncoderSettings.Pooling;
import dev.locomo.rag.hub.LocalModel;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The networks against PyTorch transformers: one batch with padding, an empty text, emoji, accents,
 * and a text of more than 512 tokens. The weights are large and random, so that every tensor
 * counts.
 */
class EncodersTest {
  @TempDir Path folder;

  static InputStream resource(String name) {
    return Objects.requireNonNull(EncodersTest.class.getResourceAsStream(name), name);
  }

  private static JsonNode expected(String name) throws IOException {
    try (var in = resource(name)) {
      return JsonFiles.MAPPER.readTree(in);
    }
  }

  /** Copies files of the tiny checkpoint into a folder of their own. */
  static Path tiny(Path folder, String... files) throws IOException {
    for (String file : files) {
      try (var in = resource("tiny/" + file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  /** A network of base size. */
  static EncoderConfig base(float epsilon, EncoderConfig.Inputs inputs) {
    var sizes = new Sizes(12, 768, 12, 3072, epsilon, Activation.GELU);
    return new EncoderConfig(
        sizes, inputs, null, new EncoderConfig.Convolution(0, 1, Activation.TANH));
  }

  /** The checkpoint of a folder, set up by its own files. */
  static HuggingFaceEmbedder load(Path folder) {
    return HuggingFaceEmbedder.load(
        "tiny", folder, folder, EncoderSettings.read(LocalModel.of(folder)));
  }

  private static List<String> texts(JsonNode expected) {
    var texts = new ArrayList<String>();
    expected.get("texts").forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private static float[][] narrow(List<double[]> vectors) {
    return vectors.stream()
        .map(v -> {
          float[] narrow = new float[v.length];
          Arrays.setAll(v, i -> narrow[i] = (float) v[i]);
          return narrow;
        })
        .toArray(float[][]::new);
  }

  static void assertSame(float[][] vectors, JsonNode expected) {
    assertThat(vectors).hasDimensions(expected.size(), expected.get(0).size());
    for (int i = 0; i < vectors.length; i++) {
      double dot = 0;
      double ours = 0;
      double theirs = 0;
      for (int j = 0; j < vectors[i].length; j++) {
        double x = vectors[i][j];
        double y = expected.get(i).get(j).asDouble();
        assertThat(x).as("text %d, number %d", i, j).isCloseTo(y, offset(1e-4));
        dot += x * y;
        ours += x * x;
        theirs += y * y;
      }
      assertThat(dot / Math.sqrt(ours * theirs)).isGreaterThan(0.99999);
    }
  }

  @ParameterizedTest
  @CsvSource({"MEAN,mean", "CLS,cls", "POOLER,pooler"})
  void aCheckpointGivesTheVectorsOfPyTorch(Pooling pooling, String key) throws IOException {
    var expected = expected("tiny.json");
    tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    try (var embedder =
        HuggingFaceEmbedder.load("tiny", folder, folder, EncoderSettings.of(pooling, false))) {
      assertThat(embedder.dimension()).isEqualTo(16);
      assertSame(embedder.embed(texts(expected), Role.PASSAGE), expected.get(key));
    }
  }

  @Test
  void thePickledCheckpointAndTheWordListGiveTheSame() throws IOException {
    var expected = expected("tiny.json");
    tiny(folder, "config.json", "vocab.txt");
    try (var in = resource("tiny-zip.bin")) {
      Files.copy(in, folder.resolve("pytorch_model.bin"));
    }
    try (var embedder = load(folder)) {
      assertSame(embedder.embed(texts(expected), Role.QUERY), expected.get("mean"));
    }
  }

  @Test
  void theFilesOfSentenceTransformersSayHowToPool() throws IOException {
    var expected = expected("tiny.json");
    tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    Files.writeString(
        folder.resolve("modules.json"),
        """
        [{"type": "sentence_transformers.models.Transformer", "path": ""},
         {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"},
         {"type": "sentence_transformers.models.Normalize", "path": "2_Normalize"}]
        """);
    Files.createDirectory(folder.resolve("1_Pooling"));
    Files.writeString(
        folder.resolve("1_Pooling/config.json"), "{\"pooling_mode_cls_token\": true}");
    Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 4}");
    Files.writeString(
        folder.resolve("config_sentence_transformers.json"),
        "{\"prompts\": {\"query\": \"the red \", \"document\": null}}");
    try (var embedder = Prefixes.of(folder, "tiny").before(load(folder))) {
      assertThat(embedder.id())
          .startsWith("tiny(")
          .contains("cls,unit,4,")
          .endsWith(",'the red ',''");
      float[] query = embedder.embed(List.of("dog"), Role.QUERY)[0];
      float[] cut = embedder.embed(List.of("the red dog runs"), Role.PASSAGE)[0];
      assertThat(query).isEqualTo(cut);
      double squares = 0;
      for (float x : query) {
        squares += (double) x * x;
      }
      assertThat(squares).isCloseTo(1, offset(1e-6));
    }
    assertThat(expected.get("cls")).isNotEmpty();
  }

  @Test
  void whatIsLoadedLaterIsCalledTheSame() throws IOException {
    tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    Path other =
        tiny(
            Files.createDirectory(folder.resolve("other")),
            "config.json",
            "model.safetensors",
            "tokenizer.json");
    var settings = EncoderSettings.of(Pooling.CLS, false);
    try (var later = HuggingFaceEmbedder.deferred("tiny", folder, folder, settings);
        var pair = HuggingFaceEmbedder.deferred("pair", folder, other, settings);
        var now = HuggingFaceEmbedder.load("tiny", folder, folder, settings)) {
      assertThat(later.id()).isEqualTo(now.id());
      assertThat(later.embed(List.of("dog"), Role.QUERY))
          .isEqualTo(now.embed(List.of("dog"), Role.QUERY));
      assertThat(pair.embed(List.of("dog"), Role.QUERY)).hasDimensions(1, 16);
    }
  }

  @Test
  void twoNetworksServeTheTwoRoles() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    tiny(other, "config.json", "model.safetensors", "tokenizer.json");
    byte[] weights = Files.readAllBytes(other.resolve("model.safetensors"));
    Arrays.fill(weights, weights.length - 2000, weights.length, (byte) 0);
    Files.write(other.resolve("model.safetensors"), weights);
    try (var embedder =
        HuggingFaceEmbedder.load("pair", folder, other, EncoderSettings.of(Pooling.CLS, false))) {
      assertThat(embedder.id()).contains("|");
      assertThat(embedder.embed(List.of("dog"), Role.QUERY)[0])
          .isNotEqualTo(embedder.embed(List.of("dog"), Role.PASSAGE)[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({"MEAN,mean", "CLS,cls"})
  void aRobertaGivesTheVectorsOfPyTorch(Pooling pooling, String key) throws IOException {
    var expected = expected("tiny-roberta-cross.json");
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      try (var in = resource("tiny-roberta-cross/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    try (var embedder =
        HuggingFaceEmbedder.load("roberta", folder, folder, EncoderSettings.of(pooling, false))) {
      assertSame(embedder.embed(texts(expected), Role.PASSAGE), expected.get(key));
    }
    try (var tokenizer = TokenizerFile.open(folder, 1000, 512)) {
      for (int i = 0; i < expected.get("texts").size(); i++) {
        assertThat(tokenizer.encode(expected.get("texts").get(i).asText()).getIds())
            .isEqualTo(JsonFiles.MAPPER.convertValue(expected.get("ids").get(i), long[].class));
      }
    }
  }

  /** What a GPU computes in; a CPU can do it too. */
  @Test
  void halfPrecisionIsCloseToSingle() throws IOException {
    var expected = expected("tiny.json");
    tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    var config =
        EncoderConfig.of(ModelConfig.read(folder.resolve("config.json")), EncoderConfig.BERTS);
    var manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    try (var weights = WeightsFile.of(folder).open();
        var tokenizer = TokenizerFile.open(folder, 1000, 512);
        var network =
            new EncoderNetwork(config, new Parameters(weights, "", manager, DataType.FLOAT16))) {
      assertThat(network.precision()).isEqualTo(DataType.FLOAT16);
      List<Tokens> ids =
          texts(expected).stream().map(t -> Tokens.of(tokenizer.encode(t).getIds())).toList();
      var vectors = network.vectors(ids, Pooling.MEAN);
      for (int i = 0; i < vectors.size(); i++) {
        for (int j = 0; j < vectors.get(i).length; j++) {
          assertThat(vectors.get(i)[j])
              .isCloseTo(expected.get("mean").get(i).get(j).asDouble(), offset(0.02));
        }
      }
    }
  }

  @Test
  void aShardedCheckpointIsTheWhole() throws IOException {
    var expected = expected("tiny.json");
    tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    Path whole = folder.resolve("model.safetensors");
    Files.copy(whole, folder.resolve("model-2.safetensors"));
    Files.move(whole, folder.resolve("model-1.safetensors"));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
    try (var embedder = load(folder)) {
      assertSame(embedder.embed(texts(expected), Role.QUERY), expected.get("mean"));
    }
    Files.delete(folder.resolve("model-2.safetensors"));
    assertThatThrownBy(() -> load(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("model-2.safetensors");
  }

  @Test
  void aNetworkOfBaseSizeGivesTheVectorsOfPyTorch() throws IOException {
    var config = base(1e-12f, new EncoderConfig.Inputs(30522, 768, 512, 0, 2));
    var expected = expected("base.json");
    tiny(folder, "vocab.txt");
    try (var tokenizer = TokenizerFile.open(folder, 30522, 512);
        var network =
            new EncoderNetwork(
                config,
                new Parameters(
                    new SeededWeights(Set.of("embeddings.word_embeddings.weight"), 0.12),
                    Engine.getEngine("PyTorch").newBaseManager(Device.cpu())))) {
      List<Tokens> ids =
          texts(expected).stream().map(t -> Tokens.of(tokenizer.encode(t).getIds())).toList();
      assertSame(narrow(network.vectors(ids, Pooling.MEAN)), expected.get("mean"));
      assertSame(narrow(network.vectors(ids.subList(0, 1), Pooling.CLS)), expected.get("cls"));
    }
  }

  @Test
  void theTokensAreThoseOfHuggingFace() throws IOException {
    var expected = expected("tiny.json");
    for (String file : List.of("tokenizer.json", "vocab.txt")) {
      Path own = Files.createDirectory(folder.resolve(file + ".d"));
      try (var tokenizer = TokenizerFile.open(tiny(own, file), 1000, 512)) {
        for (int i = 0; i < expected.get("texts").size(); i++) {
          long[] ids = tokenizer.encode(expected.get("texts").get(i).asText()).getIds();
          assertThat(ids)
              .isEqualTo(JsonFiles.MAPPER.convertValue(expected.get("ids").get(i), long[].class));
        }
      }
    }
  }
}
