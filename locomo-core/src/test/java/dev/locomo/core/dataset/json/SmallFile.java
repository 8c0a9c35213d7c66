package dev.locomo.core.dataset.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one faultless sample, to be spoiled by tests. */
final class SmallFile {
  static final String JSON =
      """
      [
        {
          "qa": [
            {"question": "Where is Ann?", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
            {"question": "Where is Max?", "evidence": ["D1:2", "D2:1"], "category": 5,
             "adversarial_answer": "Rome"}
          ],
          "conversation": {
            "speaker_a": "Ann",
            "speaker_b": "Ben",
            "session_1_date_time": "1:56 pm on 8 May, 2023",
            "session_1": [
              {"speaker": "Ann", "dia_id": "D1:1", "text": "I am in Oslo."},
              {"speaker": "Ben", "img_url": ["http://localhost/a.jpg"], "blip_caption": "a boat",
               "query": "boat", "dia_id": "D1:2", "re-download": true, "text": "Look."}
            ],
            "session_2_date_time": "2:00 pm on 9 May, 2023",
            "session_2": [
              {"speaker": "Ben", "dia_id": "D2:1", "text": "Hi."}
            ]
          },
          "event_summary": {
            "events_session_1": {"Ann": ["Ann moves."], "Ben": [], "date": "8 May, 2023"},
            "events_session_2": {"Ann": [], "Ben": [], "date": "9 May, 2023"}
          },
          "observation": {
            "session_1_observation": {"Ann": [["Ann is in Oslo.", "D1:1"]], "Ben": []},
            "session_2_observation": {"Ann": [], "Ben": []}
          },
          "session_summary": {
            "session_1_summary": "Ann is away.",
            "session_2_summary": "Ben says hi."
          },
          "sample_id": "small-1"
        }
      ]
      """;

  private SmallFile() {}

  static Path write(Path folder, String json) {
    try {
      return Files.writeString(folder.resolve("small.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
