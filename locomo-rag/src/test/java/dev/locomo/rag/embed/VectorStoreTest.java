package dev.locomo.rag.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.Damage;
import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.Samples;
import dev.locomo.rag.embed.VectorStore.Settings;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorStoreTest {
  @TempDir Path folder;

  private final Corpus corpus = Samples.turns(List.of("red dog", "blue cat"));

  /** Counts the texts it is asked for. */
  private static class Counting implements Embedder {
    private final FakeEmbedder fake = new FakeEmbedder();
    private final String id;
    int texts;

    Counting(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public int dimension() {
      return fake.dimension();
    }

    @Override
    public float[][] embed(List<String> texts, Role role) {
      this.texts += texts.size();
      return fake.embed(texts, role);
    }

    @Override
    public void close() {}
  }

  private VectorTable vectors(Corpus corpus, Counting embedder) {
    return new VectorStore(folder).of(corpus, embedder);
  }

  @Test
  void theSecondTimeTheVectorsAreRead() {
    var embedder = new Counting("a");
    VectorTable made = vectors(corpus, embedder);
    VectorTable read = vectors(corpus, embedder);
    assertThat(embedder.texts).isEqualTo(2);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.row(0)).isEqualTo(made.row(0));
    assertThat(read.row(1)).isEqualTo(made.row(1)).isNotEqualTo(made.row(0));
  }

  @Test
  void anotherEncoderAndOtherTextsNeverMeetOldVectors() {
    vectors(corpus, new Counting("a"));
    var other = new Counting("b");
    vectors(corpus, other);
    assertThat(other.texts).isEqualTo(2);
    var changed = new Counting("a");
    vectors(Samples.turns(List.of("red dogb", "lue cat")), changed);
    assertThat(changed.texts).isEqualTo(2);
  }

  @Test
  void theVectorsOfQuestionsAreKeptToo() {
    var embedder = new Counting("a");
    var store = new VectorStore(folder);
    var first = store.queries(corpus, List.of("dog", "cat", "dog"), embedder);
    assertThat(embedder.texts).isEqualTo(2);
    var second = store.queries(corpus, List.of("cat", "red", "dog"), embedder);
    assertThat(embedder.texts).isEqualTo(3);
    assertThat(second.get(0)).isEqualTo(first.get(1));
    assertThat(second.get(2)).isEqualTo(first.get(0)).isEqualTo(first.get(2));
    assertThat(store.queries(corpus, List.of(), embedder)).isEmpty();
  }

  @Test
  void aSampleIdOfAnyLengthNamesAFileThatCanBeWritten() {
    var named = new Corpus("data", "x".repeat(300), corpus.database(), corpus.passages());
    var embedder = new Counting("e");
    vectors(named, embedder);
    vectors(named, embedder);
    assertThat(embedder.texts).isEqualTo(2);
  }

  @Test
  void aQuestionAndAPassageOfOneTextHaveAVectorEach() {
    var embedder = new Counting("a");
    vectors(corpus, embedder);
    new VectorStore(folder).queries(corpus, List.of("red dog"), embedder);
    assertThat(embedder.texts).isEqualTo(3);
  }

  @Test
  void whatIsCutOffOrDamagedIsMadeAnew() throws IOException {
    var embedder = new Counting("a");
    VectorTable made = vectors(corpus, embedder);
    Path file = new VectorStore(folder).file(corpus, embedder, Embedder.Role.PASSAGE);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      VectorTable again = vectors(corpus, embedder);
      assertThat(again.row(0)).isEqualTo(made.row(0));
      assertThat(again.row(1)).isEqualTo(made.row(1));
      assertThat(Files.size(file)).isEqualTo(whole.length);
    }
    byte[] changed = whole.clone();
    changed[whole.length - 40] ^= 1;
    Files.write(file, changed);
    embedder.texts = 0;
    assertThat(vectors(corpus, embedder).row(1)).isEqualTo(made.row(1));
    assertThat(embedder.texts).isEqualTo(1);
  }

  @Test
  void aFileOfAnotherEncoderOrProgramInItsPlaceIsNeverRead() throws IOException {
    var embedder = new Counting("a");
    VectorTable made = vectors(corpus, embedder);
    var store = new VectorStore(folder);
    Path file = store.file(corpus, embedder, Embedder.Role.PASSAGE);
    var other = new Counting("b");
    vectors(Samples.turns(List.of("blue cat", "red dog")), other);
    byte[] ofAnother = Files.readAllBytes(store.file(corpus, other, Embedder.Role.PASSAGE));
    byte[] longer = (Files.readAllLines(file, ISO_8859_1).getFirst() + " \n").getBytes(ISO_8859_1);
    for (byte[] foreign : List.of(ofAnother, longer, "\u0000\u0001not ours".getBytes(ISO_8859_1))) {
      Files.write(file, foreign);
      embedder.texts = 0;
      VectorTable again = vectors(corpus, embedder);
      assertThat(embedder.texts).isEqualTo(2);
      assertThat(again.row(0)).isEqualTo(made.row(0));
      assertThat(again.row(1)).isEqualTo(made.row(1));
    }
  }

  /** The vectors of passages: damaged, those of other data, of another length. */
  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedFileIsNamedAndMadeAnewOrRefused(Damage damage) throws IOException {
    var embedder = new Counting("a");
    VectorTable made = vectors(corpus, embedder);
    Path file = new VectorStore(folder).file(corpus, embedder, Embedder.Role.PASSAGE);
    damage.to(file);
    if (damage == Damage.A_FOLDER) {
      assertThatThrownBy(() -> vectors(corpus, embedder))
          .isInstanceOf(DataError.class)
          .hasMessageContaining(file.getFileName().toString());
    } else {
      VectorTable again = vectors(corpus, embedder);
      assertThat(embedder.texts).isGreaterThan(2);
      assertThat(again.row(0)).isEqualTo(made.row(0));
      assertThat(again.row(1)).isEqualTo(made.row(1));
    }
  }

  @Test
  void aFileCopiedOverThatOfOtherDataOrOfAnotherLengthIsNotUsed() throws IOException {
    var embedder = new Counting("a");
    VectorTable made = vectors(corpus, embedder);
    var store = new VectorStore(folder);
    Path file = store.file(corpus, embedder, Embedder.Role.PASSAGE);
    var others = Samples.turns(List.of("blue cat", "a bird", "red dog and cat"));
    var elsewhere = new VectorStore(folder.resolve("elsewhere"));
    elsewhere.of(others, new Counting("a"));
    Path ofOthers = elsewhere.file(others, embedder, Embedder.Role.PASSAGE);
    String head = Files.readAllLines(file, ISO_8859_1).getFirst();
    byte[] shorter =
        (head.replace("\"dimension\":64", "\"dimension\":32") + "\n" + "x".repeat(1000))
            .getBytes(ISO_8859_1);
    assertThat(new String(shorter, ISO_8859_1)).contains(":32");
    for (byte[] foreign : List.of(Files.readAllBytes(ofOthers), shorter)) {
      Files.write(file, foreign);
      VectorTable again = vectors(corpus, embedder);
      assertThat(again.row(0)).isEqualTo(made.row(0));
      assertThat(again.row(1)).isEqualTo(made.row(1));
    }
  }

  @Test
  void aBuildThatStopsGoesOnWhereItWas() {
    var texts = IntStream.range(0, 3000).mapToObj(i -> "text " + i).toList();
    var stopping =
        new Counting("a") {
          @Override
          public float[][] embed(List<String> texts, Role role) {
            if (this.texts > 0) {
              throw new IllegalStateException("no memory");
            }
            return super.embed(texts, role);
          }
        };
    assertThatThrownBy(() -> vectors(Samples.turns(texts), stopping)).hasMessage("no memory");
    var next = new Counting("a");
    assertThat(vectors(Samples.turns(texts), next).rows()).isEqualTo(3000);
    assertThat(next.texts).isEqualTo(3000 - stopping.texts).isLessThan(3000);
  }

  @Test
  void aLargeCorpusHasAnIndexNamedByWhatItIsMadeOf() throws IOException {
    for (var quantisation : Quantisation.values()) {
      var store = new VectorStore(folder, new Settings(1, quantisation), progress -> {});
      store.index(corpus, new Counting("a")).orElseThrow().close();
      store.index(corpus, new Counting("b")).orElseThrow().close();
      store.index(corpus, null).orElseThrow().close();
      store
          .index(Samples.turns(List.of("red dogb", "lue cat")), new Counting("a"))
          .orElseThrow()
          .close();
    }
    try (var files = Files.list(folder)) {
      assertThat(files.filter(f -> f.toString().endsWith(".index"))).hasSize(7);
    }
    var small = new VectorStore(folder, new Settings(2, Quantisation.NONE), progress -> {});
    assertThat(small.index(corpus, new Counting("a"))).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenIsTheUsersToName() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    var store = new VectorStore(file.resolve("inside"));
    assertThatThrownBy(() -> store.of(corpus, new Counting("a"))).isInstanceOf(UserError.class);
  }
}
