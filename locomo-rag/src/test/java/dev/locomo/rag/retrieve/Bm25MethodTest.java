package dev.locomo.rag.retrieve;

class Bm25MethodTest extends RetrieverContract {
  @Override
  RetrievalMethod method() {
    return new Bm25Method();
  }
}
