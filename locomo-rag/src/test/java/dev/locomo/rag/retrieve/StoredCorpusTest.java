package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.Samples;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.embed.VectorStore;
import dev.locomo.rag.embed.VectorStore.Settings;
import dev.locomo.rag.index.Quantisation;
import dev.locomo.rag.passage.Corpus;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corpus in an index on disk gives the hits of one in memory, scores included. */
class StoredCorpusTest {
  private static final List<String> WORDS =
      List.of("red", "dog", "blue", "cat", "runs", "sings", "may", "lake");

  @TempDir Path folder;

  private final Corpus corpus =
      Samples.turns(IntStream.range(0, 400).mapToObj(StoredCorpusTest::text).toList());

  private static String text(int i) {
    return WORDS.get(i % 8) + " " + WORDS.get(i / 8 % 8) + " " + WORDS.get(i * i % 8) + " n" + i;
  }

  private void check(Function<PassageVectors, RetrievalMethod> make) {
    for (var quantisation : Quantisation.values()) {
      var stored = new VectorStore(folder, new Settings(0, quantisation), progress -> {});
      try (var onDisk = make.apply(stored);
          var inMemory = make.apply(PassageVectors.IN_MEMORY)) {
        var queries =
            IntStream.range(0, 20)
                .mapToObj(i -> new Query("conv-1/" + i, text(i * 17) + " on 1 May?"))
                .toList();
        for (int k : new int[] {1, 5, 50}) {
          assertThat(onDisk.over(corpus).retrieve(queries, k))
              .isEqualTo(inMemory.over(corpus).retrieve(queries, k));
        }
      }
    }
  }

  @Test
  void byWords() {
    check(Bm25Method::new);
  }

  @Test
  void byVectors() {
    check(vectors -> new DenseMethod(new FakeEmbedder(), vectors));
  }

  @Test
  void byBoth() {
    check(vectors -> new HybridMethod(new DenseMethod(new FakeEmbedder(), vectors)));
    check(vectors -> new FusionMethod(new DenseMethod(new FakeEmbedder(), vectors)));
    check(vectors -> new FusionMethod(new DenseMethod(new FakeEmbedder(), vectors), 3));
  }
}
