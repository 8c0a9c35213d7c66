package dev.locomo.eval.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.eval.report.SmallRun;
import dev.locomo.eval.view.DataShelf;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.retrieve.Bm25Method;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.Retriever;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalTest {
  @TempDir private Path folder;

  /** Words alone; notes which conversations are searched. */
  private static final class Noted implements RetrievalMethod {
    private final RetrievalMethod words = new Bm25Method();
    private final List<String> searched = new CopyOnWriteArrayList<>();

    @Override
    public String id() {
      return words.id();
    }

    @Override
    public Retriever over(Corpus corpus) {
      searched.add(corpus.sample());
      return words.over(corpus);
    }

    @Override
    public void close() {
      words.close();
    }
  }

  private List<String> loaded(int most) throws InterruptedException {
    SmallRun.write(folder);
    var method = new Noted();
    var shelf = new DataShelf(List.of(folder.resolve("data.json")));
    try (var retrieval = new Retrieval(shelf, method, Database.DIALOG, most)) {
      retrieval.load().join();
    }
    return method.searched;
  }

  @Test
  void everyConversationIsLoadedBeforehand() throws InterruptedException {
    assertThat(loaded(1_000)).hasSize(2);
  }

  @Test
  void noMoreIsRankedBeforehandThanIsKept() throws InterruptedException {
    assertThat(loaded(3)).hasSize(1);
  }
}
