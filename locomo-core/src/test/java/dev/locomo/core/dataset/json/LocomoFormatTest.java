package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.check.Oddity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocomoFormatTest extends DatasetFormatContract {
  @Override
  DatasetFormat format() {
    return new LocomoFormat();
  }

  @Override
  Path example() throws IOException {
    return Files.writeString(
        folder.resolve("small.json"),
        """
        [{"sample_id": "a", "conversation": {"speaker_a": "Ann", "speaker_b": "Bob",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [{"speaker": "Ann", "dia_id": "D1:1", "text": "Hi"}]},
          "qa": [{"question": "Who?", "answer": "Ann", "evidence": ["D1:1"], "category": 4}]}]
        """);
  }

  @Test
  void itStandsFirstSoThatItSaysWhatAnUnknownFileMisses() {
    assertThat(DatasetReader.FORMATS.getFirst()).isInstanceOf(LocomoFormat.class);
  }

  @Test
  void nullIsAbsentEverywhereAndWholeNumbersMayHaveAPoint(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("nulls.json"),
            """
            [{"sample_id": "s", "conversation": {"speaker_a": "A", "speaker_b": "B",
              "session_1_date_time": null,
              "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "x", "img_url": null}],
              "session_2_date_time": null, "session_2": null},
              "qa": [{"question": "When?", "answer": 2022.0, "evidence": [], "category": 2},
                     {"question": "Who?", "answer": null, "evidence": null, "category": 5}],
              "observation": null, "session_summary": null, "event_summary": null}]
            """);
    var sample = DatasetReader.read(file).samples().getFirst();
    assertThat(sample.conversation().sessions()).hasSize(1);
    assertThat(sample.questions().getFirst().gold()).isEqualTo(new Gold.Answer("2022"));
    assertThat(sample.questions()).hasSize(2);
    assertThat(DatasetCheck.check(file, null).usable()).isTrue();
  }

  private static final String CONVERTED =
      """
      {"sample_id": "q-1", "conversation": {"speaker_a": "u", "speaker_b": "v",
        "session_0_date_time": "2023-05-20T02:21:00",
        "session_0": [{"speaker": "u", "text": "Blue.", "dia_id": "D0:0"},
                      {"speaker": "v", "text": "Nice!", "dia_id": "D0:1"}],
        "session_1_date_time": "3:00 pm on 21 May, 2023",
        "session_1": [{"speaker": "u", "text": "Hello", "dia_id": "D1:0"}]},
        "qa": [{"question_id": "q-1_abs", "question": "What?", "answer": "blue",
                "evidence": ["D0:1", "D1:0"], "category": "multi-session",
                "question_date": "2023/05/30 (Tue) 23:40"}]}
      """;

  @Test
  void whatOtherProgramsCountFromZeroAndNameInWordsIsReadAndNoted() throws IOException {
    Path file = Files.writeString(folder.resolve("converted.json"), "[" + CONVERTED + "]");
    var sample = DatasetReader.read(file).samples().getFirst();
    assertThat(sample.conversation().turns())
        .extracting(t -> t.id().toString())
        .containsExactly("D1:1", "D1:2", "D2:1");
    var question = sample.questions().getFirst();
    assertThat(question.category().label()).isEqualTo("multi-session");
    assertThat(question.evidence()).containsExactly("D1:2", "D2:1");
    assertThat(question.gold()).isEqualTo(new Gold.Unanswerable(null, "blue"));
    assertThat(question.details().now()).isEqualTo("2023/05/30 (Tue) 23:40");
    assertThat(DatasetCheck.check(file).counts())
        .containsOnlyKeys(
            Oddity.DATE_SPELLING, Oddity.COUNTED_FROM_0, Oddity.CATEGORY_OTHER, Oddity.PART_ABSENT);
  }

  @Test
  void oneALineAndAnObjectOfSamplesAreReadAsAnArrayIs() throws IOException {
    Path array = Files.writeString(folder.resolve("a.json"), "[" + CONVERTED + "]");
    var samples = DatasetReader.read(array).samples();
    Path line = Files.writeString(folder.resolve("a.jsonl"), CONVERTED.replace("\n", " "));
    assertThat(DatasetReader.read(line).samples()).isEqualTo(samples);
    String named = CONVERTED.replace("\"sample_id\": \"q-1\", ", "");
    Path object = Files.writeString(folder.resolve("o.json"), "{\"q-1\": " + named + "}");
    assertThat(DatasetReader.read(object).samples()).isEqualTo(samples);
    Path wrapped =
        Files.writeString(
            folder.resolve("w.json"), "\ufeff{\"data\": [" + CONVERTED + "], \"n\": 1}");
    assertThat(DatasetReader.read(wrapped).samples()).isEqualTo(samples);
  }

  @Test
  void lifeBenchHasCategoriesInWordsFromZeroAndTurnIdsOfItsOwn() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("life.json"),
            """
            [{"sample_id": "Li", "conversation": {"speaker_a": "Li", "speaker_b": "Assistant",
              "session_1_date_time": "2025-01-01",
              "session_1": [{"speaker": "Li", "dia_id": "2025-01-01_sms0", "text": "I run."},
                            {"speaker": "Li", "dia_id": "2025-01-01_sms1", "text": "I swim."}]},
              "qa": [{"question": "Sport?", "answer": "swims", "category": "0",
                      "evidence": ["2025-01-01_sms1"], "ask_time": "2025-06-20"},
                     {"question": "Boss?", "answer": "not told", "category": "4", "evidence": []}]}]
            """);
    var data = DatasetReader.read(file);
    assertThat(data.profile().id()).isEqualTo("lifebench");
    var questions = data.samples().getFirst().questions();
    assertThat(questions.getFirst().evidence()).containsExactly("D1:2");
    assertThat(questions.getFirst().category().label()).isEqualTo("information-extraction");
    assertThat(questions.get(1).unanswerable()).isTrue();
    assertThat(DatasetCheck.check(file).usable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"4\"", "\"4.0\"", "4.0", "\"Single-Hop\"", "\"single_hop\"", "\"single hop\""})
  void aCategoryThatIsLoCoMosInAnySpellingIsLoCoMos(String category) throws IOException {
    var question = sample("\"category\": " + category + ", \"evidence\": [\"D1:1\"]");
    assertThat(question.category().profile().id()).isEqualTo("locomo");
    assertThat(question.category().label()).isEqualTo("single-hop");
    assertThat(question.gold()).isEqualTo(new Gold.Answer("a kite"));
  }

  @Test
  void choicesMakeNamesOfCategoriesThoseOfMc10() throws IOException {
    var question = sample("\"category\": \"single_hop\", \"choices\": [\"a kite\", \"a dog\"]");
    assertThat(question.category().profile().id()).isEqualTo("mc10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"D1:1\"", "\"['D1:1']\"", "[null, \"D1:1\"]", "[\"D1:1\", NaN]"})
  void evidenceMayBeOneStringAndHoldNothing(String evidence) throws IOException {
    var question = sample("\"category\": 4, \"evidence\": " + evidence);
    assertThat(TurnId.namedIn(question.evidence())).containsExactly(new TurnId(1, 1));
  }

  @Test
  void notANumberIsAbsent() throws IOException {
    var question = sample("\"category\": 4, \"evidence\": NaN, \"adversarial_answer\": NaN");
    assertThat(question.evidence()).isEmpty();
  }

  /** The question of a file whose sample holds NaN wherever something may be absent. */
  private Question sample(String question) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.json"),
            """
            [{"sample_id": "t-1", "observation": NaN, "conversation": {"speaker_a": "Ann",
              "speaker_b": "Bo", "session_1_date_time": NaN, "session_2": NaN, "session_1": [
              {"speaker": "Ann", "dia_id": "D1:1", "text": "I have a kite.", "img_url": NaN,
               "blip_caption": NaN, "query": NaN}]},
              "qa": [{"question": "What?", "answer": "a kite", %s}]}]
            """
                .formatted(question));
    assertThat(DatasetCheck.check(file).usable()).isTrue();
    return DatasetReader.read(file).samples().getFirst().questions().getFirst();
  }

  @Test
  void aBenchmarkThatIsNotReadIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{\"evidence_items\": [{}]}");
    assertThatThrownBy(() -> DatasetReader.read(file))
        .hasMessageContaining("found a file of ConvoMem");
    Path table = Files.writeString(folder.resolve("p.csv"), "persona_id,question_id\n1,2\n");
    assertThatThrownBy(() -> DatasetReader.read(table))
        .hasMessageContaining("found a file of PersonaMem");
  }

  @Test
  void aProfileOfTheUsersSaysWhatTheCategoriesAre() throws IOException {
    Path profile =
        Files.writeString(
            folder.resolve("mine.json"),
            """
            {"id": "mine", "name": "Mine", "categories": [
              {"number": 1, "key": "easy", "name": "easy"},
              {"number": 2, "key": "trick", "name": "trick", "unanswerable": true}]}
            """);
    Path file =
        Files.writeString(
            folder.resolve("m.json"),
            SmallFile.JSON
                .replace("\"category\": 4", "\"category\": \"easy\"")
                .replace("\"category\": 5", "\"category\": \"trick\""));
    var data = DatasetReader.read(file, profile.toString());
    assertThat(data.questions().map(q -> q.category().label())).containsExactly("easy", "trick");
    assertThat(data.profiled()).isEqualTo(profile.toString());
    Path bad = Files.writeString(folder.resolve("bad.json"), "{\"id\": \"x\", \"name\": \"X\"}");
    assertThatThrownBy(() -> DatasetReader.read(file, bad.toString()))
        .hasMessageContaining("expected at least one category");
    assertThatThrownBy(() -> DatasetReader.read(file, "nothing"))
        .hasMessageContaining("no profile is called 'nothing'");
  }
}
