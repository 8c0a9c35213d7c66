package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.Samples;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class HybridMethodTest extends RetrieverContract {
  @Override
  RetrievalMethod method() {
    return new HybridMethod(new DenseMethod(new FakeEmbedder(), PassageVectors.IN_MEMORY));
  }

  @Test
  void aTurnIsHelpedByTheTurnBeforeIt() {
    var corpus =
        Samples.turns(List.of("nothing", "Which zebra did you see?", "The striped one.", "Bye"));
    assertThat(method().over(corpus).retrieve(new Query("q", "zebra"), 3))
        .extracting(Hit::position)
        .containsExactly(1, 2, 0);
  }

  @Test
  void aNamedDayBringsItsSessionForward() {
    var corpus =
        new Corpus(
            "data",
            "conv-1",
            Database.DIALOG,
            List.of(
                new Passage("dogs", "9:00 am on 1 May, 2023", 1, List.of("D1:1")),
                new Passage("dogs", "9:00 am on 3 June, 2023", 2, List.of("D2:1")),
                new Passage("dogs", "9:00 am on 9 June, 2023", 3, List.of("D3:1"))));
    var hits = method().over(corpus).retrieve(new Query("q", "Dogs on June 2, 2023?"), 3);
    assertThat(hits).extracting(Hit::position).containsExactly(1, 2, 0);
  }

  @Test
  void neighboursOfAnotherSessionDoNotHelp() {
    var corpus =
        new Corpus(
            "data",
            "conv-1",
            Database.DIALOG,
            List.of(
                new Passage("zebra", "", 1, List.of("D1:1")),
                new Passage("cat", "", 2, List.of("D2:1")),
                new Passage("cat", "", 2, List.of("D2:2"))));
    assertThat(new HybridMethod.NeighbourHelp(0.5, 0.25).applied(corpus, new double[] {8, 4, 2}))
        .containsExactly(8, 4.5, 4);
  }
}
