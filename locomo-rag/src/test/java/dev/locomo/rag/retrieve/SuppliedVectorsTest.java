package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Connection;
import dev.locomo.rag.Damage;
import dev.locomo.rag.Samples;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.embed.Prefixes;
import dev.locomo.rag.hub.ModelHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SuppliedVectorsTest {
  @TempDir Path folder;

  private void passages(String lines) throws IOException {
    Files.writeString(folder.resolve("passages.jsonl"), lines);
  }

  private RetrievalMethods methods() {
    return new RetrievalMethods(
        PassageVectors.IN_MEMORY,
        ModelHub.of(folder, Map.of("HF_HOME", folder.toString()), List.of(), _ -> {}).offline(true),
        Connection.to(List.of()),
        Prefixes.UNSAID);
  }

  private List<Hit> hits(String question) {
    return new SuppliedVectors(folder)
        .over(Samples.turns(List.of("a", "b")))
        .retrieve(new Query(question, "text does not matter"), 2);
  }

  @Test
  void theDotProductRanksAndTheIdNamesTheVectors() throws IOException {
    passages(
        """
        {"id": "conv-1/D1:1", "vector": [1, 0]}

        {"id": "conv-1/D1:2", "vector": [0, 2.5]}
        """);
    Files.writeString(
        folder.resolve("queries.jsonl"), "{\"id\": \"conv-1/0\", \"vector\": [1, 1]}\n");
    assertThat(hits("conv-1/0")).extracting(Hit::position).containsExactly(1, 0);
    assertThat(hits("conv-1/0")).extracting(Hit::score).containsExactly(2.5, 1.0);
    String id = new SuppliedVectors(folder).id();
    Files.writeString(
        folder.resolve("queries.jsonl"), "{\"id\": \"conv-1/0\", \"vector\": [1, 2]}\n");
    assertThat(new SuppliedVectors(folder).id()).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\": \"b\", \"vector\": [1]}|line 2: found 1 numbers; expected 2",
        "{\"id\": \"b\", \"vector\": [1, NaN]}|line 2, /vector/1: found",
        "{\"id\": \"b\", \"vector\": [1, 1e60]}|expected a finite number",
        "{\"id\": \"b\", \"vector\": [1, \"2\"]}|expected a finite number",
        "{\"id\": \"a\", \"vector\": [1, 2]}|found \"a\" a second time",
        "{\"id\": 7, \"vector\": [1, 2]}|line 2: expected {\"id\"",
        "{\"id\": \"b\"|line 2: not valid JSON",
      })
  void aBadLineIsNamed(String line, String problem) throws IOException {
    passages("{\"id\": \"a\", \"vector\": [1, 2]}\n" + line);
    assertThatThrownBy(() -> new SuppliedVectors(folder))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("passages.jsonl at ")
        .hasMessageContaining(problem);
  }

  @Test
  void aMissingPassageQuestionOrFolderIsNamed() throws IOException {
    assertThatThrownBy(() -> new SuppliedVectors(folder)).hasMessageContaining("no .jsonl file");
    assertThatThrownBy(() -> new SuppliedVectors(folder.resolve("x")))
        .isInstanceOf(DataError.class);
    passages("{\"id\": \"conv-1/D1:1\", \"vector\": [1]}");
    assertThatThrownBy(() -> hits("conv-1/0")).hasMessageContaining("no vector of \"conv-1/D1:2\"");
    passages(
        """
        {"id": "conv-1/D1:1", "vector": [1]}
        {"id": "conv-1/D1:2", "vector": [1]}
        """);
    assertThatThrownBy(() -> hits("conv-1/0")).hasMessageContaining("no vector of \"conv-1/0\"");
  }

  /** Half a line, another file, a folder: a file of vectors is used whole or not at all. */
  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedFileIsRefusedOrIsAnother(Damage damage) throws IOException {
    passages(
        """
        {"id": "conv-1/D1:1", "vector": [1, 0, 0.5, 0.25]}
        {"id": "conv-1/D1:2", "vector": [0, 2.5, 0.5, 0.75]}
        {"id": "conv-1/0", "vector": [1, 1, 1, 1]}\
        """); // no line end: each byte counts
    String id = new SuppliedVectors(folder).id();
    damage.to(folder.resolve("passages.jsonl"));
    for (String name : List.of("vectors:", "hybrid:vectors:")) {
      try (var method = methods().named(name + folder)) {
        assertThat(method.id()).doesNotContain(id);
        method
            .over(Samples.turns(List.of("a", "b")))
            .retrieve(new Query("conv-1/0", "text does not matter"), 2);
      } catch (DataError e) {
        assertThat(e).hasMessageContaining(folder.toString());
      }
    }
  }

  @Test
  void theVectorsOfAnotherDataSetAreRefused() throws IOException {
    passages(
        """
        {"id": "conv-9/D1:1", "vector": [1, 0]}
        {"id": "conv-9/D1:2", "vector": [0, 2.5]}
        {"id": "conv-9/0", "vector": [1, 1]}
        """);
    for (String name : List.of("vectors:", "hybrid:vectors:")) {
      try (var method = methods().named(name + folder)) {
        assertThatThrownBy(() ->
                method
                    .over(Samples.turns(List.of("a", "b")))
                    .retrieve(new Query("conv-1/0", "text does not matter"), 2))
            .isInstanceOf(DataError.class)
            .hasMessageContaining("has no vector of \"conv-1/D1:1\"");
      }
    }
  }

  @Test
  void methodsAreFoundByName() throws IOException {
    var methods = methods();
    assertThat(methods.named("bm25").id()).startsWith("bm25(");
    passages("{\"id\": \"conv-1/D1:1\", \"vector\": [1]}");
    assertThat(methods.named("vectors:" + folder).id()).startsWith("vectors(");
    assertThatThrownBy(() -> methods.named("bm26"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no retriever is called \"bm26\"");
    assertThatThrownBy(() -> methods.named("openai"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("need a key");
    assertThatThrownBy(() -> methods.named("hybrid:openai:"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no retriever is called \"openai:\"");
    assertThatThrownBy(() -> methods.named("dragon"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no model facebook/dragon-plus-query-encoder");
  }
}
