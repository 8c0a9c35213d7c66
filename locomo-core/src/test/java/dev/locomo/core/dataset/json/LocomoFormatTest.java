package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
}
