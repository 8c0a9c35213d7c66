package dev.locomo.rag.retrieve;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.embed.VectorStore;
import dev.locomo.rag.embed.VectorStore.Settings;
import dev.locomo.rag.index.Quantisation;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HnswRetrieverTest extends RetrieverContract {
  @TempDir Path folder;

  @Override
  RetrievalMethod method() {
    var all = new Settings(0, Quantisation.NONE);
    return new DenseMethod(new FakeEmbedder(), new VectorStore(folder, all, progress -> {}));
  }
}
