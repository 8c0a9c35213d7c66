package dev.locomo.rag.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {
  private static Corpus corpus(Database database) {
    Sample sample = Samples.ofTwoSessions();
    return Corpus.of(new Dataset("some/folder/mine.json", "0", List.of(sample)), sample, database);
  }

  @Test
  void aTurnKeepsItsWhiteSpaceAndItsCaption() {
    var corpus = corpus(Database.DIALOG);
    assertThat(corpus.texts())
        .containsExactly("Ann said, \"Hi \"", "Bob said, \"Look!\" and shared a brown dog");
    assertThat(corpus.passages().get(1).ids()).containsExactly("D2:1");
    assertThat(corpus.passages().get(1).date()).isEqualTo("9:00 am on 8 May, 2023");
    assertThat(corpus.id(1)).isEqualTo("conv-1/D2:1");
    assertThat(corpus.source()).isEqualTo("mine");
  }

  @Test
  void anObservationIsSearchedWithItsDateAndCoversEveryTurnItNames() {
    var corpus = corpus(Database.OBSERVATION);
    assertThat(corpus.texts().getFirst()).isEqualTo("9:00 am on 1 May, 2023. Ann says hi.");
    assertThat(corpus.passages())
        .extracting(Passage::ids)
        .containsExactly(List.of("D1:1"), List.of("D1:1", "D2:1"), List.of("D1:1", "D2:1"));
    assertThat(corpus.id(2)).isEqualTo("conv-1/O2");
  }

  @Test
  void aSummaryCoversItsSession() {
    var corpus = corpus(Database.SUMMARY);
    assertThat(corpus.passages())
        .extracting(Passage::sources)
        .containsExactly(List.of("S1"), List.of("S2"));
    assertThat(corpus.id(0)).isEqualTo("conv-1/S1");
  }

  @Test
  void aSampleWithoutSummariesSaysSo() {
    var bare =
        new Sample(
            "conv-2",
            new Conversation("Ann", "Bob", List.of()),
            List.of(),
            List.of(),
            new TreeMap<>(),
            List.of());
    assertThatThrownBy(() -> Database.SUMMARY.passages("mine.json", bare))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("mine.json at conv-2: has no summary passages");
  }

  @Test
  void aDatabaseIsFoundByItsNameInAnyCase() {
    assertThat(Database.of("Observation")).contains(Database.OBSERVATION);
    assertThat(Database.of("turns")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theTextsAreThoseOfTheOriginal(Database database) throws IOException {
    var data = DatasetReader.read(Golden.locomo10());
    for (Sample sample : data.samples().subList(0, 2)) {
      var expected =
          Golden.file(
              "oracle/fake_embeddings/db_%s_%s.jsonl".formatted(database.label(), sample.id()));
      List<Passage> passages = database.passages("locomo10.json", sample);
      List<String> lines = Files.readAllLines(expected);
      assertThat(passages).hasSameSizeAs(lines);
      for (int i = 0; i < lines.size(); i++) {
        JsonNode entry = JsonFiles.MAPPER.readTree(lines.get(i));
        assertThat(passages.get(i).text()).isEqualTo(entry.get("context").asText());
        assertThat(passages.get(i).date()).isEqualTo(entry.get("date_time").asText());
        assertThat(passages.get(i).sources()).isEqualTo(sources(entry.get("dia_id")));
      }
    }
  }

  private static List<String> sources(JsonNode ids) {
    var sources = new ArrayList<String>();
    if (ids.isArray()) {
      ids.forEach(id -> sources.add(id.asText()));
    } else {
      sources.add(ids.asText());
    }
    return sources;
  }
}
