package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.rag.annotate.Annotating;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code annotate} says.
 *
 * @param label what was derived
 * @param outFile where it is; null for a part of a run, which writes none
 * @param run the run's folder
 */
public record AnnotateOutput(String label, @Nullable Path outFile, Path run) {
  private static final int NAMED = 10;

  /**
   * The document of {@code --json}.
   *
   * @param manifest of the run, with its usage
   */
  public ObjectNode document(Annotating<?> work, Ending ending, ObjectNode manifest) {
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    document.put("derived", label).put("model", manifest.path("model").asText());
    document.put("asking", manifest.path("asking").asText());
    document.put("complete", ending.all() && work.failures().isEmpty());
    var sessions = document.putObject("sessions");
    sessions.put("open", work.pieces().size()).put("annotated", work.annotated());
    sessions.put("failed", work.failures().size());
    document.put(label, work.made());
    var failed = document.putArray("failed");
    work.failures()
        .forEach((name, reason) -> failed.addObject().put("session", name).put("reason", reason));
    document.put("out_file", Objects.toString(outFile, null)).put("run", run.toString());
    document.set("usage", manifest.path("usage"));
    return document;
  }

  /** Prints it, as JSON or as a table. */
  public void print(PrintWriter out, ObjectNode document, boolean json) {
    if (json) {
      out.println(document.toPrettyString());
      return;
    }
    var table = new TextTable(Column.left(document.path("model").asText()), Column.right(""));
    var sessions = document.path("sessions");
    table.row("sessions to annotate", sessions.path("open").asInt());
    table.row("annotated", sessions.path("annotated").asInt());
    table.row("failed", sessions.path("failed").asInt());
    table.row(label, document.path(label).asInt());
    out.print(table.fit(80));
    if (outFile != null) {
      out.println("Data set " + outFile);
    }
    out.println("Run " + run);
  }

  /** Names the sessions that failed; the exit code that follows from them. */
  public int failures(Map<String, String> failures, PrintWriter err) {
    failures.entrySet().stream()
        .limit(NAMED)
        .forEach(f -> err.println(f.getKey() + " is not annotated: " + f.getValue()));
    if (failures.size() > NAMED) {
      err.println(
          "and " + (failures.size() - NAMED) + " more, named in " + run.resolve("report.json"));
    }
    return failures.isEmpty() ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
  }
}
