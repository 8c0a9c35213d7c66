package dev.locomo.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a judging, in its own folder and beside the answers of a run, where each judging is
 * kept by what it covered and a smaller one never takes the place of a larger one.
 *
 * @param panel what was judged and found
 * @param covers which questions of the run, as a text; empty for all that it asked
 */
public record VerdictFiles(PanelResult panel, String covers) {
  private static final String FILES = "judged-";
  private static final String TIME = "judged";
  private static final String METRIC = "metric";

  /** The name of a judge's scores in a run: with the questions, where they are a part. */
  public String metric(Judge judge) {
    String id = judge.id();
    return covers.isEmpty() ? id : id.substring(0, id.length() - 1) + ",questions=" + covers + ")";
  }

  /** The name of the scores of an entry in a document of {@code judge --json}. */
  public static String metric(JsonNode entry) {
    return entry.path(METRIC).asText(entry.path("judge").asText());
  }

  /** Scores in the folder of the verdicts. */
  public void write(Path folder) {
    panel.results().forEach(result -> write(folder, result, result.judge().id()));
  }

  private static void write(Path folder, JudgeResult result, String metric) {
    var lines = String.join("\n", JudgeJson.scores(result, metric)) + "\n";
    AtomicFile.writeText(file(folder, metric), lines);
  }

  private static Path file(Path folder, String metric) {
    String name = metric.replaceAll("[^A-Za-z0-9.-]+", "-").replaceAll("-$", "");
    return folder.resolve("scores-" + name + ".jsonl");
  }

  /**
   * Scores beside a run's answers, and how the judges were, where its report looks.
   *
   * @param document of {@code judge --json}
   * @param name of the judging, of its settings alone
   * @return a sentence for each judge of whom the run has a larger judging of the same questions,
   *     which stays
   */
  public List<String> beside(Path run, ObjectNode document, String name) {
    var kept = new ArrayList<String>();
    var there = documents(run);
    ObjectNode dated = document.deepCopy().put(TIME, Instant.now().toString());
    ArrayNode entries = dated.putArray("judges");
    int index = 0;
    for (JudgeResult result : panel.results()) {
      String metric = metric(result.judge());
      int verdicts = result.scored() * panel.judging().repeats();
      int before = Files.exists(file(run, metric)) ? largest(there, metric) : 0;
      ObjectNode entry = document.path("judges").path(index++).deepCopy();
      if (before > verdicts) {
        kept.add(
            "%s of %s stays as it was: it has %d verdicts, this judging %d"
                .formatted(metric, run, before, verdicts));
      } else {
        write(run, result, metric);
        entries.add(entry.put(METRIC, metric).put("covers", covers.isEmpty() ? "all" : covers));
      }
    }
    if (!entries.isEmpty()) {
      AtomicFile.writeText(run.resolve(FILES + name + ".json"), dated.toPrettyString() + "\n");
    }
    return kept;
  }

  private static int largest(List<JsonNode> documents, String metric) {
    int most = 0;
    for (JsonNode document : documents) {
      for (JsonNode entry : document.path("judges")) {
        if (metric(entry).equals(metric)) {
          int overall = entry.path("overall").path("scored").asInt();
          int scored = entry.path("decided").asInt(overall);
          most = Math.max(most, scored * document.path("repeats").asInt(1));
        }
      }
    }
    return most;
  }

  /** What was judged together beside a run, the last last: documents of {@code judge --json}. */
  public static List<JsonNode> documents(Path run) {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .filter(f -> f.getFileName().toString().matches(FILES + ".*\\.json"))
          .map(f -> JsonFiles.read(f, JsonFiles.MAPPER::readTree))
          .sorted(Comparator.comparing(document -> document.path(TIME).asText()))
          .toList();
    } catch (IOException e) {
      throw new DataError(run.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }
}
