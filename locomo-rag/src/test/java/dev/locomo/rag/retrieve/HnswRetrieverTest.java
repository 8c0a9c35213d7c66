package dev.locomo.rag.retrieve;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.embed.VectorStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HnswRetrieverTest extends RetrieverContract {
  @TempDir Path folder;

  @Override
  RetrievalMethod method() {
    return new DenseMethod(new FakeEmbedder(), new VectorStore(folder), 0);
  }
}
