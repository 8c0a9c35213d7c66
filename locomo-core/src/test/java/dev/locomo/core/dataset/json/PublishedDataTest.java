package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.profile.BenchmarkProfile;
import java.util.List;
import java.util.Map;
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
        .containsEntry(BenchmarkProfile.LOCOMO.category(1), 282L)
        .containsEntry(BenchmarkProfile.LOCOMO.category(2), 321L)
        .containsEntry(BenchmarkProfile.LOCOMO.category(3), 96L)
        .containsEntry(BenchmarkProfile.LOCOMO.category(4), 841L)
        .containsEntry(BenchmarkProfile.LOCOMO.category(5), 446L);
    assertThat(data.samples().stream().flatMap(s -> s.conversation().sessions().stream()))
        .allSatisfy(s -> assertThat(s.time()).isNotNull());
    assertThat(data.questions().filter(q -> TurnId.namedIn(q.evidence()).isEmpty())).hasSize(4);
  }

  /** The oddities of the published file, counted by hand and by other programs. */
  @Test
  void theCheckFindsTheOdditiesOfThePublishedFileAndNoMore() {
    var report = DatasetCheck.check(Golden.locomo10(), null);
    assertThat(report.usable()).isTrue();
    assertThat(report.sha256()).isEqualTo(Dataset.PUBLISHED_SHA256);
    assertThat(report.counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(Oddity.TEXT_EMPTY, 1), // an event of conv-41
                Map.entry(Oddity.INVISIBLE_CHARACTER, 1),
                Map.entry(Oddity.EVIDENCE_EMPTY, 4),
                Map.entry(Oddity.EVIDENCE_MALFORMED, 2),
                Map.entry(Oddity.EVIDENCE_UNKNOWN_TURN, 2),
                Map.entry(Oddity.QUESTION_REPEATED, 11),
                Map.entry(Oddity.QUESTION_BOTH_WAYS, 1),
                Map.entry(Oddity.LURE_ABSTAINS, 2),
                Map.entry(Oddity.DATE_WITHOUT_SESSION, 16),
                Map.entry(Oddity.OUTER_WHITE_SPACE, 211),
                Map.entry(Oddity.LINE_BREAK, 37),
                Map.entry(Oddity.CAPTION_WITHOUT_IMAGE, 316),
                Map.entry(Oddity.ANSWER_INTEGER, 6),
                Map.entry(Oddity.ADVERSARIAL_WITH_ANSWER, 2),
                Map.entry(Oddity.EVIDENCE_JOINED, 4),
                Map.entry(Oddity.EVIDENCE_PADDED, 1),
                Map.entry(Oddity.EVIDENCE_REPEATED, 1),
                Map.entry(Oddity.SOURCE_LIST, 10),
                Map.entry(Oddity.SOURCE_JOINED, 5)));
  }

  @Test
  void everySampleHasItsPublishedNumbers() {
    var statistics = DatasetReader.read(Golden.locomo10()).statistics();
    assertThat(statistics.samples())
        .extracting(s ->
            List.of(s.id(), s.speakerA(), s.speakerB()).toString()
                + List.of(s.sessions(), s.dates(), s.turns(), s.captions(), s.questions())
                + s.byCategory().values()
                + s.observations())
        .containsExactly(
            "[conv-26, Caroline, Melanie][19, 35, 419, 116, 199][32, 37, 13, 70, 47]184",
            "[conv-30, Jon, Gina][19, 19, 369, 72, 105][11, 26, 0, 44, 24]169",
            "[conv-41, John, Maria][32, 32, 663, 131, 193][31, 27, 8, 86, 41]324",
            "[conv-42, Joanna, Nate][29, 29, 629, 119, 260][37, 40, 11, 111, 61]266",
            "[conv-43, Tim, John][29, 29, 680, 164, 242][31, 26, 14, 107, 64]267",
            "[conv-44, Audrey, Andrew][28, 28, 675, 156, 158][30, 24, 7, 62, 35]277",
            "[conv-47, James, John][31, 31, 689, 109, 190][20, 34, 13, 83, 40]268",
            "[conv-48, Deborah, Jolene][30, 30, 681, 142, 239][21, 42, 10, 118, 48]291",
            "[conv-49, Evan, Sam][25, 25, 509, 92, 196][37, 33, 13, 73, 40]240",
            "[conv-50, Calvin, Dave][30, 30, 568, 125, 204][32, 32, 7, 87, 46]255");
    var all = statistics.all();
    assertThat(List.of(all.sessions(), all.dates(), all.turns(), all.captions(), all.questions()))
        .containsExactly(272, 288, 5882, 1226, 1986);
    assertThat(all.byCategory().values()).containsExactly(282, 321, 96, 841, 446);
    assertThat(all.observations()).isEqualTo(2541);
  }
}
