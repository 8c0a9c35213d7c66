package dev.locomo.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HnswIndexTest {
  private static final int DIRECTIONS = 20;

  @TempDir Path folder;

  /** Unit vectors that lie near a space of few dimensions, as encoders' do. */
  private static VectorTable table(int rows, int dimension, long seed) {
    var random = new SplittableRandom(seed);
    float[][] directions = new float[DIRECTIONS][dimension];
    for (float[] direction : directions) {
      for (int i = 0; i < dimension; i++) {
        direction[i] = (float) random.nextGaussian();
      }
    }
    float[][] vectors = new float[rows][dimension];
    for (float[] vector : vectors) {
      double squares = 0;
      double[] shares = random.doubles(DIRECTIONS, -1, 1).toArray();
      for (int i = 0; i < dimension; i++) {
        for (int d = 0; d < DIRECTIONS; d++) {
          vector[i] += (float) shares[d] * directions[d][i];
        }
        squares += (double) vector[i] * vector[i];
      }
      for (int i = 0; i < dimension; i++) {
        vector[i] /= (float) Math.sqrt(squares);
      }
    }
    return VectorTable.of(dimension, vectors);
  }

  private static int[] exact(VectorTable table, float[] query, int k) {
    double[] scores = table.dot(query);
    return IntStream.range(0, table.rows())
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(i -> i))
        .limit(k)
        .mapToInt(i -> i)
        .toArray();
  }

  @Test
  void aDatabaseOfTheSizeOfAConversationGivesWhatExactSearchGives() {
    var table = table(700, 64, 1);
    try (var index = HnswIndex.open(folder, table)) {
      for (int q = 0; q < 50; q++) {
        float[] query = table(1, 64, 1000 + q).row(0);
        for (int k : new int[] {1, 10, 50}) {
          assertThat(index.nearest(query, k)).isEqualTo(exact(table, query, k));
        }
      }
      assertThat(index.nearest(table.row(3), 0)).isEmpty();
      assertThat(index.nearest(table.row(3), 5)[0]).isEqualTo(3);
    }
  }

  @Test
  void vectorsLongerThanLucenesLimitAreFound() {
    var table = table(1000, 1536, 2);
    int found = 0;
    try (var index = HnswIndex.open(folder, table)) {
      for (int q = 0; q < 20; q++) {
        int[] exact = exact(table, table.row(q), 10);
        int[] near = index.nearest(table.row(q), 10);
        found +=
            (int) IntStream.of(near).filter(n -> IntStream.of(exact).anyMatch(e -> e == n)).count();
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(195);
  }

  @Test
  void anIndexIsReadAgainAndNeverServesOtherVectors() throws IOException {
    var table = table(50, 8, 3);
    HnswIndex.open(folder, table).close();
    Path first = only();
    var before = Files.getLastModifiedTime(first);
    HnswIndex.open(folder, table).close();
    assertThat(Files.getLastModifiedTime(only())).isEqualTo(before);
    HnswIndex.open(folder, table(50, 8, 4)).close();
    assertThat(folder.toFile().list()).hasSize(2);
  }

  @Test
  void aDamagedIndexIsNamed() throws IOException {
    var table = table(50, 8, 5);
    HnswIndex.open(folder, table).close();
    try (var files = Files.list(only())) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[3]);
      }
    }
    assertThatThrownBy(() -> HnswIndex.open(folder, table))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("is no usable index");
  }

  private Path only() throws IOException {
    try (var all = Files.list(folder)) {
      return all.reduce((a, b) -> a).orElseThrow();
    }
  }
}
