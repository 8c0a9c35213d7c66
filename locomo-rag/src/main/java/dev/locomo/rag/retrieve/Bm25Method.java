package dev.locomo.rag.retrieve;

import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.index.PassageIndex;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.RankedByScore.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Words alone: {@code bm25}. */
public final class Bm25Method implements RetrievalMethod {
  private final PassageVectors kept;
  private final List<PassageIndex> opened = new ArrayList<>();

  /** Words are counted anew for every corpus, and kept nowhere. */
  public Bm25Method() {
    this(PassageVectors.IN_MEMORY);
  }

  /** With the indexes of large corpora that are kept. */
  public Bm25Method(PassageVectors kept) {
    this.kept = kept;
  }

  @Override
  public String id() {
    return Bm25.ID;
  }

  @Override
  public Retriever over(Corpus corpus) {
    Optional<PassageIndex> index = kept.index(corpus, null);
    index.ifPresent(opened::add);
    return new RankedByScore(corpus, scorer(corpus, index));
  }

  /** By the words of an index; without one they are counted when the first query comes. */
  static Scorer scorer(Corpus corpus, Optional<PassageIndex> index) {
    if (index.isPresent()) {
      return queries -> queries.stream().map(q -> index.get().words(q.text())).toList();
    }
    var counted = new ConcurrentHashMap<String, Bm25>();
    return queries -> {
      Bm25 words = counted.computeIfAbsent(corpus.sample(), _ -> Bm25.of(corpus.texts()));
      return queries.stream().map(q -> words.scores(q.text())).toList();
    };
  }

  @Override
  public void close() {
    opened.forEach(PassageIndex::close);
  }
}
