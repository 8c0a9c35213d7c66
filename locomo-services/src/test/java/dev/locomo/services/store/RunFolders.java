package dev.locomo.services.store;

import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Run folders as the verbs leave them, small. */
final class RunFolders {
  private static final String DATA =
      """
      [{"sample_id": "talk-1", "qa": [
        {"question": "What is the dog called?", "answer": "Biscuit", "evidence": ["D1:1"], "category": 4},
        {"question": "When did Ida move?", "answer": "May 2023", "evidence": ["D1:2"], "category": 2},
        {"question": "What is the cat called?", "adversarial_answer": "Biscuit", "evidence": ["D1:1"], "category": 5}],
       "conversation": {"speaker_a": "Ida", "speaker_b": "Ole",
        "session_1_date_time": "1:56 pm on 8 May, 2023",
        "session_1": [{"speaker": "Ida", "dia_id": "D1:1", "text": "My dog Biscuit is here."},
                      {"speaker": "Ole", "dia_id": "D1:2", "text": "You moved this month!"}]},
       "event_summary": {}, "observation": {}, "session_summary": {}}]
      """;

  private final Path root;

  RunFolders(Path root) {
    this.root = root;
    write(data(), DATA);
  }

  Path data() {
    return root.resolve("talks.json");
  }

  String dataSha256() {
    return DatasetReader.read(data()).sha256();
  }

  /** A finished run of three questions, one of which the provider failed on. */
  Path questions(String name, String model, String started) {
    Path folder = begun(name, "eval-qa", model, started);
    write(
        folder.resolve(RunFolder.PREDICTIONS),
        """
        {"question_id":"talk-1/0","form":"free","outcome":"answered","prediction":"Biscuit","context":["D1:1"],"source":"live","input_tokens":100,"output_tokens":5,"latency_ms":20,"model":"m-1","request_id":null}
        {"question_id":"talk-1/1","form":"free","outcome":"answered","prediction":"2023","source":"cached","input_tokens":200,"output_tokens":6,"latency_ms":30,"model":"m-1","request_id":null}
        {"question_id":"talk-1/2","form":"free","outcome":"failed","reason":"timeout","source":"live","input_tokens":null,"output_tokens":null,"latency_ms":0,"model":null,"request_id":null}
        """);
    write(
        folder.resolve(RunFolder.SCORES),
        """
        {"question_id":"talk-1/0","category":"single-hop","metric":"token-f1","value":1.0}
        {"question_id":"talk-1/1","category":"temporal","metric":"token-f1","value":0.5,"why":"1 token in common"}
        {"question_id":"talk-1/2","category":"adversarial","metric":"token-f1","unscored":"provider-failed","why":"timeout"}
        """);
    write(
        folder.resolve("report.json"),
        """
        {"metrics": {"token-f1": {
          "overall": {"asked": 3, "answered": 2, "scored": 2, "mean": 0.75, "low": 0.5, "high": 1.0, "method": "b"},
          "categories_1_4": {"asked": 2, "answered": 2, "scored": 2, "mean": 0.75, "low": null, "high": null, "method": null},
          "by_category": {"temporal": {"asked": 1, "answered": 1, "scored": 1, "mean": 0.5, "low": null, "high": null, "method": null}}}}}
        """);
    manifest(
        folder,
        "complete",
        started,
        "\"answers\":3,\"cached\":1,\"input_tokens\":300,\"output_tokens\":11");
    return folder;
  }

  /** A folder with settings and a manifest that says it is running. */
  Path begun(String name, String task, String model, String started) {
    var on =
        new TreeMap<>(Map.of("model", model, "data_sha256", dataSha256(), "protocol", "locomo"));
    on.put("context", "retrieved");
    on.put("top_k", "5");
    on.put("seed", "0");
    Path folder = root.resolve(name);
    write(
        folder.resolve(RunFolder.SPEC),
        new RunSpec(task, List.of(task, "--typed"), on, new TreeMap<>()).toJson());
    manifest(folder, "running", started, "\"model\":\"" + model + "\"");
    return folder;
  }

  void manifest(Path folder, String status, String started, String more) {
    write(
        folder.resolve(RunFolder.MANIFEST),
        """
        {"format":1,"status":"%s","started":"%s","updated":"%s","starts":1,"program":"locomo","data_file":"%s",%s}
        """
            .formatted(status, started, started, data(), more));
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
