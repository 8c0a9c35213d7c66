package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.DatasetReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data set small enough to be checked by eye. */
public final class Bench {
  private static final String DATA =
      """
      [{"sample_id": "s-1",
        "conversation": {"speaker_a": "Ann", "speaker_b": "Ben",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "I moved to Oslo yesterday."},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "I collect stamps, coins and maps."}],
          "session_2_date_time": "2:56 pm on 9 June, 2023",
          "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "I sold a boat."}]},
        "qa": [
          {"question": "When did Ann move?", "answer": "7 May 2023", "evidence": ["D1:1"], "category": 2},
          {"question": "What does Ben collect?", "answer": "stamps, coins, maps", "evidence": ["D1:2"], "category": 1},
          {"question": "What did Ben sell?", "answer": "a boat", "evidence": ["D2:1"], "category": 4},
          {"question": "What did Ann sell?", "adversarial_answer": "a boat", "evidence": ["D2:1"], "category": 5},
          {"question": "Is Ben tidy?", "answer": "Likely yes", "evidence": [], "category": 3},
          {"question": "Where does Ann live?", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
          {"question": "When did Ben sell something?", "answer": "June 2023", "evidence": ["D2:1"], "category": 2},
          {"question": "Who owns Ben's maps?", "answer": "Ben", "evidence": ["D1:2"], "category": 4}]
      }]
      """;

  private Bench() {}

  public static Dataset data(Path folder) {
    try {
      return DatasetReader.read(Files.writeString(folder.resolve("bench.json"), DATA));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Question question(Dataset data, int index) {
    return data.samples().getFirst().questions().get(index);
  }
}
