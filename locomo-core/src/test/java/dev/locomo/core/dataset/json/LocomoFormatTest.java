package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.DatasetFormat;
import dev.locomo.core.dataset.Gold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(DatasetCheck.check(file).usable()).isTrue();
  }
}
