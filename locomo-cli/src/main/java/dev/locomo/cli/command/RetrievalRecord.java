package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.wiring.Version;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.retrieval.RankingMetric;
import dev.locomo.eval.retrieval.RetrievalEvaluation;
import dev.locomo.eval.score.ScoreLines;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An evaluation of a retriever as a run folder: its settings, a line a question and metric, and the
 * document of {@code --json}.
 *
 * @param data what was searched
 * @param settings that identify the run
 */
record RetrievalRecord(Dataset data, RunSpec settings) {
  /** One line a question and metric. */
  static String lines(RetrievalEvaluation evaluation, List<RankingMetric> metrics) {
    var lines = new StringBuilder();
    for (var scores : evaluation.sheet(metrics).metrics()) {
      scores
          .rows()
          .forEach(row -> lines.append(ScoreLines.line(scores.metric(), row)).append('\n'));
    }
    return lines.toString();
  }

  /**
   * Writes it; what was there of the same run is replaced.
   *
   * @throws dev.locomo.core.error.UserError when the folder holds something else
   */
  void write(Path path, ObjectNode report, String lines) {
    try (var folder = RunFolder.open(path, settings)) {
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      Version.describe(content);
      content.put("data_file", data.file()).put("data_sha256", data.sha256());
      var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
      AtomicFile.writeText(folder.file(RunFolder.SCORES), lines);
      AtomicFile.writeText(folder.file("report.json"), report.toPrettyString() + "\n");
      manifest.write(Manifest.Status.COMPLETE, Instant.now());
    }
  }
}
