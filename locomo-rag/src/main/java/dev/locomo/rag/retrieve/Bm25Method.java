package dev.locomo.rag.retrieve;

import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.passage.Corpus;

/** Words alone: {@code bm25}. */
public final class Bm25Method implements RetrievalMethod {
  @Override
  public String id() {
    return Bm25.ID;
  }

  @Override
  public Retriever over(Corpus corpus) {
    return new RankedByScore(corpus, scorer(corpus));
  }

  static Scorer scorer(Corpus corpus) {
    var words = Bm25.of(corpus.texts());
    return queries -> queries.stream().map(q -> words.scores(q.text())).toList();
  }
}
