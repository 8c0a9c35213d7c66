package dev.locomo.eval.report;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.PredictionJson;
import dev.locomo.eval.task.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run of two conversations with six questions, some of its texts hostile. */
public final class SmallRun {
  static final String MARKUP = "<img src=x onerror=\"alert(1)\"></textarea>";
  static final String SCRIPT = "</span></script><script>document.title='owned'</script>";
  static final String RIGHT_TO_LEFT = "\u202Eevil\u202C \u05e9\u05dc\u05d5\u05dd";
  static final String LONG = "word <b> ".repeat(120_000);

  private static final String DATA =
      """
      [%s,
       %s]
      """;

  private static final String SAMPLE =
      """
      {"sample_id": "%s",
       "qa": [
        {"question": "Where is Ann? %s", "answer": "Oslo", "evidence": ["D1:1"], "category": 4},
        {"question": "When did Ben sail?", "answer": "9 May 2023", "evidence": ["D2:1"], "category": 2},
        {"question": "Where is Max?", "evidence": ["D1:2"], "category": 5,
         "adversarial_answer": "Rome"}],
       "conversation": {
        "speaker_a": "Ann", "speaker_b": "Ben",
        "session_1_date_time": "1:56 pm on 8 May, 2023",
        "session_1": [{"speaker": "Ann", "dia_id": "D1:1", "text": "I am in <i>Oslo</i>."},
                      {"speaker": "Ben", "dia_id": "D1:2", "text": "Look."}],
        "session_2_date_time": "2:00 pm on 9 May, 2023",
        "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "I sailed today."}]},
       "event_summary": {}, "observation": {}, "session_summary": {}}
      """;

  private final Path folder;

  private SmallRun(Path folder) {
    this.folder = folder;
  }

  /** Writes it below a folder. */
  public static Path write(Path folder) {
    return new SmallRun(folder).write();
  }

  private Path write() {
    try {
      Path data = folder.resolve("data.json");
      String hostile = "<script>document.title='owned'</script>".replace("\"", "\\\"");
      Files.writeString(
          data, DATA.formatted(SAMPLE.formatted("a", hostile), SAMPLE.formatted("b", "")));
      Path run = Files.createDirectories(folder.resolve("run"));
      String sha = DatasetReader.read(data).sha256();
      var settings =
          Map.of(
              "data_sha256",
              sha,
              "questions",
              Selection.ALL.toString(),
              "model",
              "test:<u>model</u>",
              "protocol",
              "locomo");
      var spec =
          new RunSpec("eval-qa", List.of("eval-qa"), new TreeMap<>(settings), new TreeMap<>());
      Files.writeString(run.resolve("spec.json"), spec.toJson());
      var manifest = JsonFiles.MAPPER.createObjectNode();
      manifest.put("status", "complete").put("data_file", data.toString());
      Files.writeString(run.resolve("manifest.json"), manifest.toString());
      Files.writeString(
          run.resolve("predictions.jsonl"),
          predictions().stream()
              .map(p -> PredictionJson.line(p) + "\n")
              .collect(Collectors.joining()));
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Prediction> predictions() {
    return List.of(
        answer("a", 0, MARKUP),
        answer("a", 1, "9 May 2023"),
        answer("a", 2, SCRIPT),
        answer("b", 0, RIGHT_TO_LEFT),
        answer("b", 1, LONG));
  }

  private static Prediction answer(String sample, int index, String text) {
    return new Prediction(
        new QuestionId(sample, index),
        "free",
        Outcome.ANSWERED,
        text,
        List.of("D1:1", "D2:1"),
        new Prediction.Exchange(
            "", text, false, 100 + index, 5, 20 + index, "m", null, Tokens.Prefix.NONE),
        "");
  }
}
