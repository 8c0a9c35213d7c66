package dev.locomo.rag.retrieve;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.embed.PassageVectors;

class DenseMethodTest extends RetrieverContract {
  @Override
  RetrievalMethod method() {
    return new DenseMethod(new FakeEmbedder(), PassageVectors.IN_MEMORY);
  }
}
