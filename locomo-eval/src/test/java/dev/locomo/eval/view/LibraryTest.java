package dev.locomo.eval.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.eval.compare.ComparedRuns;
import dev.locomo.eval.report.SmallRun;
import dev.locomo.rag.options.ModelLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
  @TempDir private Path folder;

  @Test
  void aRunIsReadOnceForAllComparisonsUntilItsFilesChange() throws IOException {
    Path run = SmallRun.write(folder);
    var models = new ModelLookup(Map.of(), true, _ -> {}, _ -> Optional.empty());
    var library = Library.of(List.of(run), List.of(), models);
    var runs = new ComparedRuns(folder.resolve("data.json"), null, null);
    var read = library.compared(run, runs);
    assertThat(library.compared(run, runs)).isSameAs(read);
    Files.writeString(run.resolve("other.txt"), "");
    assertThat(library.compared(run, runs)).isNotSameAs(read);
  }
}
