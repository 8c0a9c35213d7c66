package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.PairScorer.Pair;
import dev.locomo.rag.hub.LocalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Model folders whose network is an ONNX file, against PyTorch: small random networks of many
 * architectures, made by {@code scripts/golden/onnx_encoders.py}.
 */
class OnnxFoldersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private JsonNode unpacked(String name) throws IOException {
    return unpack(name, folder);
  }

  /** One of the folders; what PyTorch says of it. */
  static JsonNode unpack(String name, Path folder) throws IOException {
    var resource = "/dev/locomo/rag/embed/onnx/" + name + ".zip";
    var in = Objects.requireNonNull(OnnxFoldersTest.class.getResourceAsStream(resource));
    try (var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    return JSON.readTree(folder.resolve("expected.json").toFile());
  }

  private static List<String> texts(JsonNode expected) {
    var texts = new ArrayList<String>();
    expected.get("texts").forEach(t -> texts.add(t.asText()));
    return texts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mpnet",
        "distilbert",
        "modernbert",
        "nomic",
        "e5",
        "bge-m3",
        "gte-qwen2",
        "qwen3-embedding",
        "embeddinggemma",
        "jina-v2",
        "e5-dense",
        "e5-int8"
      })
  void anEncoderGivesTheVectorsOfPyTorch(String name) throws IOException {
    var expected = unpacked(name);
    List<String> texts = texts(expected);
    try (var embedder = EncodersTest.load(folder)) {
      EncodersTest.assertSame(embedder.embed(texts, Role.PASSAGE), expected.get("vectors"));
      for (int i = 0; i < texts.size(); i++) {
        float[][] alone = embedder.embed(texts.subList(i, i + 1), Role.PASSAGE);
        var one = JSON.createArrayNode().add(expected.get("vectors").get(i));
        EncodersTest.assertSame(alone, one);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-reranker", "mxbai-rerank", "modernbert-reranker", "bert-reranker"})
  void aRerankerGivesTheLogitsOfPyTorch(String name) throws IOException {
    var expected = unpacked(name);
    var pairs = new ArrayList<Pair>();
    expected.get("pairs").forEach(p -> pairs.add(new Pair(p.get(0).asText(), p.get(1).asText())));
    try (var encoder = CrossEncoder.load(LocalModel.of(folder))) {
      List<Double> scores = encoder.scores(pairs);
      for (int i = 0; i < pairs.size(); i++) {
        JsonNode logits = expected.get("logits").get(i);
        double score =
            logits.size() == 1
                ? logits.get(0).asDouble()
                : logits.get(1).asDouble() - logits.get(0).asDouble();
        assertThat(scores.get(i)).as("pair %d", i).isCloseTo(score, offset(1e-4));
      }
    }
  }

  @Test
  void aNetworkThatIsCutOffIsNamed() throws IOException {
    unpacked("e5");
    Path network = folder.resolve("onnx/model.onnx");
    byte[] whole = Files.readAllBytes(network);
    for (int length : List.of(0, 1, 100, whole.length / 2, whole.length - 1)) {
      Files.write(network, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> EncodersTest.load(folder).close())
          .as("%d bytes", length)
          .isInstanceOf(DataError.class)
          .hasMessageContaining("model.onnx");
    }
  }

  @Test
  void aNumberOrANameWithoutEndIsRefused() throws IOException {
    unpacked("e5");
    Path network = folder.resolve("onnx/model.onnx");
    byte[] number = new byte[1 << 21];
    Arrays.fill(number, (byte) 0x80);
    byte[] name = new byte[1 << 16];
    int node = name.length - 4;
    int operator = node - 4;
    byte[] head = {0x3a, low(node), high(node), 3, 0x0a, low(operator), high(operator), 3, 0x22};
    int length = operator - 4;
    System.arraycopy(head, 0, name, 0, head.length);
    System.arraycopy(new byte[] {low(length), high(length), 3}, 0, name, head.length, 3);
    for (byte[] file : List.of(number, name)) {
      Files.write(network, file);
      assertThatThrownBy(() -> EncodersTest.load(folder).close())
          .isInstanceOf(DataError.class)
          .hasMessageContaining("model.onnx");
    }
  }

  private static byte low(int number) {
    return (byte) (number | 0x80);
  }

  private static byte high(int number) {
    return (byte) (number >> 7 | 0x80);
  }

  @Test
  void aNetworkOfOtherWeightsHasAnotherId() throws IOException {
    unpacked("e5");
    String before;
    try (var embedder = EncodersTest.load(folder)) {
      before = embedder.id();
    }
    Path network = folder.resolve("onnx/model.onnx");
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
    try (var embedder = EncodersTest.load(folder)) {
      assertThat(embedder.id()).isNotEqualTo(before);
    } catch (DataError e) {
      assertThat(e).hasMessageContaining("model.onnx");
    }
  }

  @Test
  void oneOfSeveralNetworksHasToBeNamed() throws IOException {
    unpacked("e5-int8");
    Path network = folder.resolve("onnx/model_quantized.onnx");
    Files.copy(network, folder.resolve("onnx/model_q4.onnx"));
    assertThatThrownBy(() -> EncodersTest.load(folder).close())
        .isInstanceOf(DataError.class)
        .hasMessageContaining("several networks")
        .hasMessageContaining("model_q4.onnx");
    var settings = EncoderSettings.read(new LocalModel(folder, "", "onnx/model_quantized.onnx"));
    try (var embedder = HuggingFaceEmbedder.load("q", network, network, settings)) {
      assertThat(embedder.embed(List.of("the red dog"), Role.QUERY)).hasDimensions(1, 16);
    }
  }

  /** As on the hub: the whole network is meant, unless another file is named. */
  @Test
  void theWholeNetworkIsPreferredToQuantisedOnesBesideIt() throws IOException {
    unpacked("e5-int8");
    Path whole = folder.resolve("whole");
    var expected = unpack("e5", whole);
    Files.copy(
        folder.resolve("onnx/model_quantized.onnx"), whole.resolve("onnx/model_quantized.onnx"));
    try (var embedder = EncodersTest.load(whole)) {
      EncodersTest.assertSame(
          embedder.embed(texts(expected), Role.PASSAGE), expected.get("vectors"));
    }
  }

  @Test
  void aFolderOfAnotherArchitectureWithoutOnnxIsRefused() throws IOException {
    unpacked("mpnet");
    Files.delete(folder.resolve("onnx/model.onnx"));
    assertThatThrownBy(() -> EncodersTest.load(folder).close())
        .isInstanceOf(DataError.class)
        .hasMessageContaining("\"mpnet\"")
        .hasMessageContaining("onnx/model.onnx");
  }

  /** It calls itself bert. */
  @Test
  void jinasNetworkIsNeverTakenForABertOfOurs() throws IOException {
    unpacked("jina-v2");
    Files.write(folder.resolve("model.safetensors"), new byte[0]);
    assertThat(EncoderFiles.of(folder).onnx()).isNotNull();
    Files.delete(folder.resolve("onnx/model.onnx"));
    assertThatThrownBy(() -> EncodersTest.load(folder).close())
        .isInstanceOf(DataError.class)
        .hasMessageContaining(
            "/position_embedding_type: found \"alibi\"; expected \"absolute\"; any other kind needs"
                + " onnx/model.onnx beside it");
  }
}
