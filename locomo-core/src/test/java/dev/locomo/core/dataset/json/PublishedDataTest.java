package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Evidence;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Counts of the published file; a reader that drops or doubles anything fails here. */
class PublishedDataTest {
  @Test
  void thePublishedFileHasTheCountsOfThePaper() {
    var data = DatasetReader.read(Golden.locomo10());
    assertThat(data.sha256()).isEqualTo(Dataset.PUBLISHED_SHA256);
    assertThat(data.samples()).hasSize(10);
    assertThat(data.samples().stream().mapToInt(s -> s.conversation().sessions().size()).sum())
        .isEqualTo(272);
    assertThat(data.samples().stream().mapToInt(s -> s.conversation().turns().size()).sum())
        .isEqualTo(5882);
    assertThat(data.samples().stream().mapToInt(s -> s.observations().size()).sum())
        .isEqualTo(2541);
    assertThat(
            data.questions()
                .collect(Collectors.groupingBy(q -> q.category(), Collectors.counting())))
        .containsEntry(Category.MULTI_HOP, 282L)
        .containsEntry(Category.TEMPORAL, 321L)
        .containsEntry(Category.OPEN_DOMAIN, 96L)
        .containsEntry(Category.SINGLE_HOP, 841L)
        .containsEntry(Category.ADVERSARIAL, 446L);
    assertThat(data.samples().stream().flatMap(s -> s.conversation().sessions().stream()))
        .allSatisfy(s -> assertThat(s.time()).isNotNull());
    assertThat(data.questions().filter(q -> Evidence.turns(q.evidence()).isEmpty())).hasSize(4);
  }
}
