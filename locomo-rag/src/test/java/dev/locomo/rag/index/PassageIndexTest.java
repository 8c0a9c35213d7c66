package dev.locomo.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.Damage;
import dev.locomo.rag.index.PassageIndex.Content;
import dev.locomo.rag.index.PassageIndex.Near;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassageIndexTest {
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

  private static List<Near> exact(VectorTable table, float[] query, int k) {
    double[] scores = table.dot(query);
    return IntStream.range(0, table.rows())
        .mapToObj(i -> new Near(i, scores[i]))
        .sorted(Comparator.comparingDouble((Near n) -> -n.score()).thenComparing(Near::position))
        .limit(k)
        .toList();
  }

  private int builds;

  private static Content content(VectorTable table, Quantisation quantisation) {
    var texts = IntStream.range(0, table.rows()).mapToObj(i -> "row" + i).toList();
    return new Content(
        texts,
        table.dimension(),
        quantisation,
        each -> IntStream.range(0, table.rows()).forEach(i -> each.accept(table.row(i))));
  }

  private PassageIndex open(String name, Content content) {
    return PassageIndex.open(folder.resolve("an.index"), name, content, () -> builds++);
  }

  private PassageIndex open(VectorTable table, Quantisation quantisation) {
    return open("it", content(table, quantisation));
  }

  @ParameterizedTest
  @EnumSource(Quantisation.class)
  void aDatabaseOfTheSizeOfAConversationGivesWhatExactSearchGives(Quantisation quantisation) {
    var table = table(700, 64, 1);
    try (var index = open(table, quantisation)) {
      for (int q = 0; q < 50; q++) {
        float[] query = table(1, 64, 1000 + q).row(0);
        for (int k : new int[] {1, 10, 50}) {
          assertThat(index.nearest(query, k)).isEqualTo(exact(table, query, k));
        }
        assertThat(index.dot(query)).isEqualTo(table.dot(query));
      }
      assertThat(index.nearest(table.row(3), 0)).isEmpty();
      assertThat(index.nearest(table.row(3), 5).getFirst().position()).isEqualTo(3);
      assertThat(index.nearest(table.row(3), 1000)).hasSize(700);
    }
  }

  /** More rows than one block, so that a graph is made when the blocks are merged. */
  @Test
  void rowsThatWentToDiskInBlocksKeepTheirNumbers() {
    var table = table(10_100, 8, 6);
    try (var index = open(table, Quantisation.NONE)) {
      float[] query = table(1, 8, 7).row(0);
      assertThat(index.dot(query)).isEqualTo(table.dot(query));
      assertThat(index.words("row10050")[10_050]).isPositive();
      assertThat(index.nearest(query, 10)).isEqualTo(exact(table, query, 10));
    }
  }

  @Test
  void vectorsLongerThanLucenesLimitAreFound() {
    var table = table(1000, 1536, 2);
    int found = 0;
    try (var index = open(table, Quantisation.NONE)) {
      for (int q = 0; q < 20; q++) {
        var near = new ArrayList<>(index.nearest(table.row(q), 10));
        near.retainAll(exact(table, table.row(q), 10));
        found += near.size();
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(195);
  }

  @Test
  void wordsScoreAsInMemoryToTheLastBit() {
    var texts =
        List.of(
            "dog",
            "",
            "The dog's dogs ran, dog!",
            "a cat and a bird",
            "bird bird bird",
            "dog cat",
            "What was it?",
            "x".repeat(40_000));
    var memory = Bm25.of(texts);
    try (var index = open("words", Content.words(texts))) {
      for (String query : List.of("dog", "dogs dogs cat", "bird zebra", "", "why?")) {
        assertThat(index.words(query)).isEqualTo(memory.scores(query));
      }
    }
    try (var index = open("no words", Content.words(List.of("", "?")))) {
      assertThat(index.words("dog")).containsExactly(0, 0);
    }
  }

  @Test
  void anIndexIsReadAgain() {
    var table = table(50, 8, 3);
    open(table, Quantisation.NONE).close();
    open(table, Quantisation.NONE).close();
    assertThat(builds).isEqualTo(1);
  }

  @Test
  void anIndexOfSomethingElseIsNotUsed() {
    open("one", Content.words(List.of("dog"))).close();
    try (var index = open("other", Content.words(List.of("cat")))) {
      assertThat(index.words("cat")[0]).isPositive();
    }
    assertThat(builds).isEqualTo(2);
  }

  @Test
  void aDamagedIndexIsBuiltAnew() throws IOException {
    var table = table(50, 8, 5);
    open(table, Quantisation.NONE).close();
    try (var files = Files.list(folder.resolve("an.index"))) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[3]);
      }
    }
    try (var index = open(table, Quantisation.NONE)) {
      assertThat(index.nearest(table.row(3), 1).getFirst().position()).isEqualTo(3);
    }
    assertThat(builds).isEqualTo(2);
  }

  @Test
  void oneChangedByteInAnyFileIsNoticedOnOpening() throws IOException {
    var table = table(50, 8, 6);
    open(table, Quantisation.NONE).close();
    List<String> names;
    try (var files = Files.list(folder.resolve("an.index"))) {
      names =
          files
              .filter(file -> file.toFile().length() > 0)
              .map(file -> file.getFileName().toString())
              .toList();
    }
    assertThat(names).hasSizeGreaterThan(5);
    for (String name : names) {
      Path file = folder.resolve("an.index").resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      int before = builds;
      open(table, Quantisation.NONE).close();
      assertThat(builds).as(name).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void anyDamageToAnyFileOfAnIndexIsNoticedOnOpening(Damage damage) throws IOException {
    var table = table(50, 8, 6);
    open(table, Quantisation.INT8).close();
    List<Path> whole;
    try (var files = Files.list(folder.resolve("an.index"))) {
      whole = files.filter(file -> file.toFile().length() > 0).sorted().toList();
    }
    assertThat(whole).hasSizeGreaterThan(5);
    for (int i = 0; i < whole.size(); i++) {
      List<Path> files;
      try (var all = Files.list(folder.resolve("an.index"))) {
        files = all.filter(file -> file.toFile().length() > 0).sorted().toList();
      }
      damage.to(files.get(i));
      int before = builds;
      try (var index = open(table, Quantisation.INT8)) {
        assertThat(index.nearest(table.row(3), 1).getFirst().position()).isEqualTo(3);
      }
      assertThat(builds).as(files.get(i).toString()).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void whatStandsInThePlaceOfAnIndexIsReplaced(Damage damage) throws IOException {
    Path place = Files.writeString(folder.resolve("an.index"), "a file".repeat(20));
    damage.to(place);
    var table = table(50, 8, 6);
    try (var index = open(table, Quantisation.NONE)) {
      assertThat(index.nearest(table.row(3), 1).getFirst().position()).isEqualTo(3);
    }
  }

  /** What a kill leaves: some files of an index beside its place, and the lock's file. */
  @Test
  void whatAKilledBuildLeftIsNotUsed() throws IOException {
    var table = table(50, 8, 8);
    open(table, Quantisation.NONE).close();
    Files.move(folder.resolve("an.index"), folder.resolve(".an.index.part"));
    try (var files = Files.list(folder.resolve(".an.index.part"))) {
      Files.delete(files.sorted().toList().getFirst());
    }
    open(table, Quantisation.NONE).close();
    assertThat(builds).isEqualTo(2);
    assertThat(folder.resolve(".an.index.part")).doesNotExist();
  }

  @Test
  void aBuildThatFailsLeavesNoIndex() {
    var failing =
        new Content(
            List.of("a", "b"),
            2,
            Quantisation.NONE,
            each -> {
              each.accept(new float[2]);
              throw new UserError("no network", "");
            });
    assertThatThrownBy(() -> open("it", failing)).isInstanceOf(UserError.class);
    assertThat(folder.resolve("an.index")).doesNotExist();
  }
}
