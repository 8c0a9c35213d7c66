package dev.locomo.services.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.run.RunSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run folder as read, of any verb.
 *
 * @param path where it is, absolute
 * @param spec its settings
 * @param manifest what happened
 * @param report its {@code report.json}; missing when there is none
 * @param answers what came of each question, turn, summary or call
 * @param results by metric
 * @param data what was asked about, where it was at hand
 * @param sha256 of all that was read
 */
record StoredFolder(
    Path path,
    RunSpec spec,
    JsonNode manifest,
    JsonNode report,
    List<Answer> answers,
    Map<String, List<Result>> results,
    @Nullable Dataset data,
    String sha256) {

  /**
   * What came of one question, turn, summary or call.
   *
   * @param item question id, {@code conv-26/D3:5}, {@code conv-26/SPEAKER}, or step of a pipeline
   * @param form {@code free}, another form of the question, a judge's, or {@code call}
   * @param line as it stands in its file
   * @param answer what was said; null where nothing is scored, or nothing was
   */
  record Answer(String item, String form, JsonNode line, @Nullable String answer) {
    /** Whether the item is a question. */
    boolean isQuestion() {
      return line.has("question_id");
    }
  }

  /**
   * One question, turn or summary under one metric.
   *
   * @param item as of an answer
   * @param line as it stands in its file
   */
  record Result(String item, JsonNode line) {
    boolean isQuestion() {
      return line.has("question_id");
    }
  }
}
