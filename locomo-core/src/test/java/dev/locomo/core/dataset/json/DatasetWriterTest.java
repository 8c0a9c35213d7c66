package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read as what it was, and a file's own ways survive an added annotation. */
class DatasetWriterTest {
  private static final String STRANGE =
      """
      [
        {
          "made_by": {"tool": "ours", "weight": 0.10, "huge": 12345678901234567890.50},
          "qa": [
            {"question": "When?", "answer": 2022, "evidence": ["D1:1"], "category": 2, "note": null},
            {"question": "Who?", "evidence": [], "category": 5}
          ],
          "conversation": {
            "speaker_a": "Ann",
            "speaker_b": "Ben",
            "place": "Čadca",
            "session_1": [
              {"dia_id": "D1:1", "speaker": "Ann", "text": "Hi \\ud83d.", "mood": [1, 2.50]},
              {"dia_id": "D1:2", "speaker": "Ben", "text": "Ахой 🌟", "img_url": "http://localhost/a"}
            ],
            "session_4_date_time": "soon"
          },
          "observation": {
            "session_1_observation": {"Ben": [], "Ann": [["Ann is here.", ["D1:1"]]]},
            "version": 3
          },
          "sample_id": "own"
        }
      ]
      """;

  @TempDir Path folder;

  @Test
  void theDemonstrationFileIsReadBackEqual() throws IOException {
    assertReadBackEqual(Path.of("../data/locomo-demo.json"));
  }

  @Test
  void thePublishedFileIsReadBackEqual() throws IOException {
    assertReadBackEqual(Golden.locomo10());
  }

  @Test
  void anOddFileIsReadBackEqual() throws IOException {
    assertReadBackEqual(write(STRANGE));
  }

  @Test
  void whatIsKnownOfAnEventIsReadBackEqual() throws IOException {
    String event =
        "{\"id\": \"E2\", \"event\": \"x\", \"date\": \"7 May\", \"caused_by\": [\"E1\"]}";
    assertReadBackEqual(write(SmallFile.JSON.replace("\"Ann moves.\"", event)));
  }

  @Test
  void thePublishedFileWithoutChangesKeepsItsBytes() throws IOException {
    Path file = Golden.locomo10();
    var data = DatasetReader.read(file);
    assertThat(update(file, data)).hasSameBinaryContentAs(file);
  }

  @Test
  void anAddedAnnotationKeepsEverythingElseAsItStands() throws IOException {
    Path file = write(STRANGE);
    var json = Files.readString(update(file, changed(file, DatasetWriterTest::withSummary)));
    assertThat(json)
        .contains(
            "\"weight\": 0.10", "\"huge\": 12345678901234567890.50", "2.50", "\"answer\": 2022")
        .contains("Čadca", "Ахой 🌟", "Hi \\ud83d.", "\"session_4_date_time\": \"soon\"")
        .contains("\"note\": null", "\"img_url\": \"http://localhost/a\"", "\"version\": 3")
        .contains("\"session_1_summary\": \"They meet.\"")
        .containsSubsequence("made_by", "\"qa\"", "\"sample_id\"", "\"session_summary\"")
        .containsSubsequence("\"Ben\": []", "\"Ann\": [");
    assertThat(json.replaceAll(",\\s*\"session_summary\": \\{[^}]*}", "").replaceAll("\\s", ""))
        .isEqualTo(STRANGE.replaceAll("\\s", ""));
  }

  @Test
  void onlyTheFactsOfTheSessionThatChangedAreReplaced() throws IOException {
    Path file =
        write(SmallFile.JSON.replace("[[\"Ann is in Oslo.\", \"D1:1\"]]", "[[\"x\", [\"D1:1\"]]]"));
    var data =
        changed(
            file,
            sample -> {
              var facts = new ArrayList<>(sample.observations());
              facts.add(new Observation(2, "Ben", "Ben greets.", List.of("D2:1")));
              facts.add(new Observation(2, "Ben", "Both.", List.of("D1:1", "D2:1")));
              return with(sample, facts, sample.sessionSummaries());
            });
    Path out = update(file, data);
    assertThat(DatasetReader.read(out).samples()).isEqualTo(data.samples());
    assertThat(Files.readString(out).replaceAll("\\s", ""))
        .contains("\"session_1_observation\":{\"Ann\":[[\"x\",[\"D1:1\"]]],\"Ben\":[]}")
        .contains("[\"Bengreets.\",\"D2:1\"],[\"Both.\",[\"D1:1\",\"D2:1\"]]");
  }

  @Test
  void whatIsTakenAwayGoesAndATurnKeepsItsUnknownKeys() throws IOException {
    Path file = write(SmallFile.JSON);
    var data = changed(file, sample -> with(sample, List.of(), new TreeMap<>()));
    Path out = update(file, data);
    assertThat(DatasetReader.read(out).samples()).isEqualTo(data.samples());
    assertThat(Files.readString(out)).contains("re-download").doesNotContain("Ann is away.");
  }

  @Test
  void samplesMayBeDroppedAndAdded() throws IOException {
    Path file = write(SmallFile.JSON);
    var data = DatasetReader.read(file);
    var old = data.samples().getFirst();
    var added =
        new Sample("new", old.conversation(), List.of(), List.of(), new TreeMap<>(), List.of());
    var both = new Dataset(data.file(), data.sha256(), List.of(added, old));
    assertThat(DatasetReader.read(update(file, both)).samples()).isEqualTo(both.samples());
    var one = new Dataset(data.file(), data.sha256(), List.of(added));
    assertThat(DatasetReader.read(update(file, one)).samples()).containsExactly(added);
  }

  @Test
  void aFileThatHasBecomeAnotherIsRefused() throws IOException {
    Path file = write(SmallFile.JSON);
    var data = DatasetReader.read(file);
    Files.writeString(file, SmallFile.JSON + "\n");
    assertThatThrownBy(() -> update(file, data))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("has changed since it was read");
  }

  private static Sample withSummary(Sample sample) {
    var summaries = new TreeMap<>(sample.sessionSummaries());
    summaries.put(1, "They meet.");
    return with(sample, sample.observations(), summaries);
  }

  private static Sample with(
      Sample sample, List<Observation> facts, SortedMap<Integer, String> summaries) {
    return new Sample(
        sample.id(), sample.conversation(), sample.questions(), facts, summaries, sample.events());
  }

  private static Dataset changed(Path file, UnaryOperator<Sample> change) {
    var data = DatasetReader.read(file);
    return new Dataset(data.file(), data.sha256(), data.samples().stream().map(change).toList());
  }

  private void assertReadBackEqual(Path file) throws IOException {
    var data = DatasetReader.read(file);
    Path out = folder.resolve("fresh.json");
    try (var stream = Files.newOutputStream(out)) {
      DatasetWriter.write(data, stream);
    }
    assertThat(DatasetReader.read(out).samples()).isEqualTo(data.samples());
    assertThat(DatasetReader.read(update(file, data)).samples()).isEqualTo(data.samples());
  }

  private Path update(Path file, Dataset data) throws IOException {
    Path out = folder.resolve("out.json");
    try (var stream = Files.newOutputStream(out)) {
      DatasetWriter.update(file, data, stream);
    }
    return out;
  }

  private Path write(String json) {
    return SmallFile.write(folder, json);
  }
}
