package dev.locomo.rag.retrieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.rag.embed.TextLines;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.FusionMethod.Dots;
import dev.locomo.rag.retrieve.FusionMethod.VectorMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Vectors made by any system: {@code vectors:DIR}. Every {@code .jsonl} file of the folder holds
 * lines {@code {"id": ..., "vector": [...]}}; a passage's id is {@link Corpus#id}, a question's its
 * own ({@code conv-26/37}). Which is which does not matter: the ids are different. The score is the
 * dot product.
 */
final class SuppliedVectors implements VectorMethod {
  private final Path folder;
  private final Map<String, float[]> byId = new HashMap<>();
  private final String sha256;
  private int dimension;

  /**
   * Reads all files of the folder; a {@link DataError} where there is none, or a line is malformed,
   * repeats an id, has another length than the first, or numbers that are not finite.
   */
  SuppliedVectors(Path folder) {
    this.folder = folder;
    var digest = Sha256.digest();
    for (Path file : files()) {
      try (var in =
          new BufferedReader(new InputStreamReader(UserFile.open(file), UTF_8.newDecoder()))) {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          digest.update(line.getBytes(UTF_8));
          if (!line.isBlank()) {
            add(file, number, line);
          }
        }
      } catch (IOException e) {
        throw UserFile.unreadable(file, e);
      }
    }
    sha256 = Sha256.hex(digest);
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      var files = all.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
      if (files.isEmpty()) {
        throw new DataError(folder.toString(), "", "has no .jsonl file; expected vectors in some");
      }
      return files;
    } catch (IOException e) {
      throw new DataError(
          folder.toString(), "", "is no readable folder (" + UserFile.why(e) + ")", e);
    }
  }

  private void add(Path file, int number, String line) {
    String place = "line " + number;
    JsonNode json = TextLines.parsed(file, number, line);
    if (!json.path("id").isTextual() || !json.path("vector").isArray()) {
      throw new DataError(file.toString(), place, "expected {\"id\": \"...\", \"vector\": [...]}");
    }
    float[] vector = vector(file, place, json.get("vector"));
    if (byId.isEmpty()) {
      dimension = vector.length;
    }
    if (vector.length != dimension || dimension == 0) {
      throw new DataError(
          file.toString(),
          place,
          "found " + vector.length + " numbers; expected " + dimension + " as in the first vector");
    }
    String id = json.get("id").textValue();
    if (byId.put(id, vector) != null) {
      throw new DataError(file.toString(), place, "found \"" + id + "\" a second time");
    }
  }

  private static float[] vector(Path file, String place, JsonNode array) {
    float[] vector = new float[array.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = array.get(i).floatValue();
      if (!array.get(i).isNumber() || !Float.isFinite(vector[i])) {
        throw new DataError(
            file.toString(),
            place + ", /vector/" + i,
            "found " + array.get(i) + "; expected a finite number");
      }
    }
    return vector;
  }

  @Override
  public String id() {
    return "vectors(" + sha256.substring(0, 16) + ")";
  }

  @Override
  public Retriever over(Corpus corpus) {
    return new RankedByScore(corpus, scorer(corpus, Optional.empty()));
  }

  @Override
  public Optional<PassageIndex> index(Corpus corpus) {
    return Optional.empty();
  }

  @Override
  public Dots scorer(Corpus corpus, Optional<PassageIndex> index) {
    float[][] rows =
        IntStream.range(0, corpus.passages().size())
            .mapToObj(i -> vector(corpus.id(i)))
            .toArray(float[][]::new);
    var table = VectorTable.of(dimension, rows);
    return new Dots(queries -> queries.stream().map(q -> vector(q.id())), table::dot, table::mean);
  }

  private float[] vector(String id) {
    float[] vector = byId.get(id);
    if (vector == null) {
      throw new DataError(folder.toString(), "", "has no vector of \"" + id + "\"; expected one");
    }
    return vector;
  }
}
