package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link DatasetFormat} promises; subclassed once for each.
 *
 * <ul>
 *   <li>its own file is recognised, and nothing else is, whatever the file holds
 *   <li>ids of samples, turns and questions are unique, and a question's index is its place
 *   <li>reading twice gives the same, with the SHA-256 of the bytes
 *   <li>what it cannot read is a {@link DataError} that names the file
 * </ul>
 */
abstract class DatasetFormatContract {
  @TempDir Path folder;

  abstract DatasetFormat format();

  /** A small file of this format with a question. */
  abstract Path example() throws IOException;

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "other", ".json"), content);
  }

  @Test
  void itsOwnFileIsRecognised() throws IOException {
    assertThat(format().recognises(new DatasetFormat.Start(example()))).isTrue();
  }

  @Test
  void nothingElseIsRecognised() throws IOException {
    for (String other : new String[] {"", "[]", "{}", "[1]", "[{\"a\": 1}]", "no JSON", "\0\0"}) {
      assertThat(format().recognises(new DatasetFormat.Start(file(other)))).as(other).isFalse();
    }
    assertThat(format().recognises(new DatasetFormat.Start(folder))).isFalse();
    assertThat(format().recognises(new DatasetFormat.Start(folder.resolve("nothing")))).isFalse();
  }

  @Test
  void whatItCannotReadIsRefusedWithTheFilesName() throws IOException {
    for (String other : new String[] {"", "{}", "[1]", "no JSON"}) {
      Path file = file(other);
      assertThatThrownBy(() -> format().read(file))
          .as(other)
          .isInstanceOf(DataError.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void readingTwiceGivesTheSame() throws IOException {
    Path file = example();
    var data = format().read(file);
    assertThat(format().read(file)).isEqualTo(data);
    assertThat(data.sha256()).isEqualTo(Sha256.of(Files.readString(file)));
    assertThat(data.file()).isEqualTo(file.toString());
  }

  @Test
  void everyIdIsUniqueAndAQuestionsIndexIsItsPlace() throws IOException {
    var data = format().read(example());
    var ids = new HashSet<Object>();
    for (var sample : data.samples()) {
      assertThat(ids.add(sample.id())).isTrue();
      var turns = sample.conversation().turns();
      assertThat(turns).extracting(Turn::id).doesNotHaveDuplicates();
      for (Question question : sample.questions()) {
        assertThat(sample.questions().get(question.id().index())).isSameAs(question);
        assertThat(question.id().sample()).isEqualTo(sample.id());
      }
    }
    assertThat(data.questions()).isNotEmpty();
  }

  @Test
  void itsNameIsInNoOtherPlaceOfTheList() {
    assertThat(DatasetReader.FORMATS).extracting(DatasetFormat::id).doesNotHaveDuplicates();
    assertThat(format().id()).matches("[a-z][a-z0-9-]*");
  }
}
