package dev.locomo.gen.memory;

import dev.locomo.rag.index.Bm25;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** BM25 over the texts; the index is made when it is first asked after an addition. */
final class WordRecall implements Recall {
  private final List<String> texts = new ArrayList<>();
  private @Nullable Bm25 index;

  @Override
  public void add(List<String> added) {
    texts.addAll(added);
    index = null;
  }

  @Override
  public List<String> about(String query, int count) {
    if (index == null) {
      index = Bm25.of(texts);
    }
    return Best.of(index.scores(query), count).stream().map(texts::get).toList();
  }
}
