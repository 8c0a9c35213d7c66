package dev.locomo.eval.report;

import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Folders of small runs of other tasks than question answering, with texts that would be HTML if
 * they could.
 */
final class OtherRuns {
  private OtherRuns() {}

  private static Path folder(Path in, String task, Map<String, String> files) throws IOException {
    Path folder = in.resolve(task);
    var spec = new RunSpec(task, List.of(), new TreeMap<>(), new TreeMap<>());
    try (var _ = RunFolder.open(folder, spec)) {
      for (var file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
    return folder;
  }

  static Path events(Path in) throws IOException {
    return folder(
        in,
        "eval-events",
        Map.of(
            "report.json",
            """
            {"model": "m", "summarizer": {"id": "events@1"}, "sessions": "all",
             "decomposer": {"id": "d"}, "verifier": {"id": "v"}, "labeller": {"id": "v"},
             "errors": {"hallucination": 1}, "facts_by_rule": false,
             "metrics": {"fact-precision": {
               "overall": {"asked": 1, "answered": 1, "scored": 1, "mean": 0.5,
                           "low": 0.1, "high": 0.9, "method": "x"},
               "by_conversation": {},
               "micro": {"mean": 0.5, "low": 0.25, "high": 0.75, "method": "x"}}}}
            """,
            "events.jsonl",
            """
            {"unit": "c/Ann", "outcome": "answered", "events": [{"event": "Ann sails & flies."}], \
            "gold": [{"event": "Ann sailed."}]}
            """,
            "facts.jsonl",
            """
            {"unit": "c/Ann", "side": "summary", "event": 1, "fact": "Ann sails.", \
            "supported": true, "by": 1}
            {"unit": "c/Ann", "side": "summary", "event": 1, "fact": "<b>Ann</b> flies.", \
            "supported": false, "error": "hallucination"}
            {"unit": "c/Ann", "side": "gold", "event": 1, "fact": "Ann ran.", \
            "unscored": "verdict-unreadable"}
            """));
  }

  /** One question of each category of LongMemEval. */
  static Path retrieval(Path in) throws IOException {
    var lines = new StringBuilder();
    for (var category : BenchmarkProfile.ALL.get(1).categories()) {
      lines.append(
          """
          {"question_id": "<b>Ann</b> flies/%d", "category": "%s", "metric": "recall@5", \
          "value": 1, "why": "1 of 1 turns"}
          """
              .formatted(category.number(), category.label()));
    }
    String report = "{\"metrics\": {\"recall@5\": {}}}";
    return folder(
        in, "eval-retrieval", Map.of("report.json", report, "scores.jsonl", lines.toString()));
  }

  static Path dialog(Path in) throws IOException {
    return folder(
        in,
        "eval-dialog",
        Map.of(
            "report.json",
            """
            {"settings": {"model": "m", "context": "observation", "top_k": "5", "picture": "caption",
                          "asking": "dialog@1 x"},
             "scorers": {}, "turns": 1, "without_result": 0,
             "metrics": {"rouge-l": {
               "overall": {"asked": 2, "answered": 2, "scored": 2, "mean": 0.25,
                           "low": 0.1, "high": 0.4, "method": "x"},
               "by_history": {"0k": {"scored": 1, "mean": 0.25}, "1k": {"scored": 1, "mean": 0.5},
                              "2k": {"scored": 0, "mean": null}},
               "by_conversation": {}}}}
            """,
            "turns.jsonl",
            """
            {"turn": "c/D1:2", "speaker": "Ann", "history_tokens": 9, "outcome": "generated", \
            "text": "<i>Hi</i>", "image": "a cat", "gold_text": "Hello", "gold_image": null, \
            "context": []}
            """,
            "scores.jsonl",
            """
            {"turn": "c/D1:2", "metric": "rouge-l", "value": 0.25}
            {"turn": "c/D1:2", "metric": "mm-relevance-minigpt5", "unscored": "picture-missing", \
            "why": "is not there"}
            """));
  }
}
