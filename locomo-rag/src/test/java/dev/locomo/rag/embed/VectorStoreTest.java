package dev.locomo.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.Samples;
import dev.locomo.rag.index.VectorTable;
import dev.locomo.rag.passage.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void aDamagedFileIsMadeAnew() throws IOException {
    var store = new VectorStore(folder);
    var embedder = new Counting("a");
    vectors(corpus, embedder);
    Path file = store.file(corpus, embedder);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, whole.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(vectors(corpus, embedder).rows()).isEqualTo(2);
      assertThat(file).hasBinaryContent(whole);
    }
    whole[whole.length - 40] ^= 1;
    Files.write(file, whole);
    embedder.texts = 0;
    vectors(corpus, embedder);
    assertThat(embedder.texts).isEqualTo(2);
  }

  @Test
  void nothingIsLeftOfABuildThatFails() {
    var failing =
        new Counting("a") {
          @Override
          public float[][] embed(List<String> texts, Role role) {
            throw new IllegalStateException("no memory");
          }
        };
    assertThatThrownBy(() -> vectors(corpus, failing)).hasMessage("no memory");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatCannotBeWrittenIsTheUsersToName() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    var store = new VectorStore(file.resolve("inside"));
    assertThatThrownBy(() -> store.of(corpus, new Counting("a"))).isInstanceOf(UserError.class);
  }
}
