package dev.locomo.rag.embed;

import dev.locomo.rag.FakeEmbedder;

/** {@code Prefixed}: an encoder whose texts all begin alike. */
class PrefixedContractTest extends EmbedderContract {
  @Override
  protected Embedder embedder() {
    return new Prefixes("query: ", "passage: ").before(new FakeEmbedder());
  }
}
