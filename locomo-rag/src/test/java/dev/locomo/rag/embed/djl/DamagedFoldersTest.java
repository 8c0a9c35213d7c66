package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.Damage;
import dev.locomo.rag.embed.Embedder.Role;
import dev.locomo.rag.embed.PairScorer.Pair;
import dev.locomo.rag.hub.LocalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Model folders one file of which is damaged: they are refused, with the file's name, or compute
 * the same, or have another id, so that no vector or score of one is taken for one of the other.
 */
class DamagedFoldersTest {
  private static final List<String> TEXTS = List.of("the red dog", "a blue cat and a bird");

  @TempDir Path folder;

  /** What a folder computes, and under which name. */
  private record Computed(String id, List<List<Double>> numbers) {}

  private interface Network {
    Computed of(Path folder);
  }

  private static Computed vectors(Path folder) {
    try (var embedder = EncodersTest.load(folder)) {
      var rows = Arrays.stream(embedder.embed(TEXTS, Role.PASSAGE)).map(DamagedFoldersTest::row);
      return new Computed(embedder.id(), rows.toList());
    }
  }

  private static List<Double> row(float[] vector) {
    Double[] row = new Double[vector.length];
    Arrays.setAll(row, i -> (double) vector[i]);
    return List.of(row);
  }

  private static Computed scores(Path folder) {
    try (var scorer = CrossEncoder.load(LocalModel.of(folder))) {
      var pairs = List.of(new Pair(TEXTS.getFirst(), TEXTS.getLast()));
      return new Computed(scorer.id(), List.of(scorer.scores(pairs)));
    }
  }

  private void hold(Network network, String file, Damage damage) throws IOException {
    Computed whole = network.of(folder);
    damage.to(folder.resolve(file));
    Computed now;
    try {
      now = network.of(folder);
    } catch (DataError e) {
      assertThat(e).hasMessageContaining(Path.of(file).getFileName().toString());
      return;
    }
    if (now.id().equals(whole.id())) {
      assertThat(now.numbers()).isEqualTo(whole.numbers());
    }
  }

  private static Stream<Arguments> eachOf(String... files) {
    return Stream.of(files)
        .flatMap(file -> Stream.of(Damage.values()).map(damage -> Arguments.of(file, damage)));
  }

  private static Stream<Arguments> ofCheckpoint() {
    return eachOf("config.json", "tokenizer.json", "model.safetensors");
  }

  private static Stream<Arguments> ofOnnx() {
    return eachOf(
        "config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "modules.json",
        "1_Pooling/config.json",
        "sentence_bert_config.json",
        "config_sentence_transformers.json",
        "onnx/model.onnx");
  }

  private static Stream<Arguments> ofReranker() {
    return eachOf("config.json", "tokenizer.json", "tokenizer_config.json", "model.onnx");
  }

  @ParameterizedTest
  @MethodSource("ofCheckpoint")
  void aDamagedCheckpointIsRefusedOrIsAnother(String file, Damage damage) throws IOException {
    EncodersTest.tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    hold(DamagedFoldersTest::vectors, file, damage);
  }

  @ParameterizedTest
  @MethodSource("ofOnnx")
  void aDamagedFolderOfSentenceTransformersIsRefusedOrIsAnother(String file, Damage damage)
      throws IOException {
    OnnxFoldersTest.unpack("e5", folder);
    assertThat(Files.exists(folder.resolve(file))).isTrue();
    hold(DamagedFoldersTest::vectors, file, damage);
  }

  @ParameterizedTest
  @MethodSource("ofReranker")
  void aDamagedRerankerIsRefusedOrIsAnother(String file, Damage damage) throws IOException {
    OnnxFoldersTest.unpack("bge-reranker", folder);
    hold(DamagedFoldersTest::scores, file, damage);
  }
}
