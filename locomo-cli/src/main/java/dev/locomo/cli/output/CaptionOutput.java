package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.caption.Captioning;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code caption} did, as a document and as a table.
 *
 * @param outFile where the captions are; null for a part of a run, which writes none
 * @param run the run's folder
 */
public record CaptionOutput(@Nullable Path outFile, Path run) {
  /** Most images that are named on stderr. */
  private static final int NAMED = 20;

  /**
   * The document of {@code --json}.
   *
   * @param places images as often as they are shared
   */
  public ObjectNode document(int places, Captioning.Result result) {
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    int distinct = result.captions().size() + result.problems().size();
    document.put("images", places).put("distinct", distinct);
    document.put("captioned", result.captions().size()).put("kept", result.kept());
    var failed = document.putArray("failed");
    result
        .problems()
        .forEach((name, problem) -> failed.addObject().put("image", name).put("problem", problem));
    var misnamed = document.putArray("misnamed");
    result
        .misnamed()
        .forEach((name, format) -> misnamed.addObject().put("image", name).put("format", format));
    return document.put("out_file", Objects.toString(outFile, null)).put("run", run.toString());
  }

  /** Prints it, as JSON or as a table. */
  public void print(PrintWriter out, ObjectNode document, boolean json) {
    if (json) {
      out.println(document.toPrettyString());
      return;
    }
    var table = new TextTable(Column.left("captions"), Column.right(""));
    table.row("images", document.path("images").asInt());
    table.row("captioned", document.path("captioned").asInt());
    table.row("of them before", document.path("kept").asInt());
    table.row("failed", document.path("failed").size());
    out.print(table.fit(80));
    if (outFile != null) {
      out.println("Captions " + outFile);
    }
    out.println("Run " + run);
  }

  /**
   * Names the images that have no caption, and those that are of another format than they are
   * called; the exit code that follows from the former.
   */
  public int problems(Captioning.Result result, PrintWriter err) {
    result.misnamed().entrySet().stream()
        .limit(NAMED)
        .forEach(m ->
            err.println(
                Printable.line(m.getKey()) + " is a " + m.getValue() + " and was read as one"));
    var problems = result.problems();
    problems.entrySet().stream()
        .limit(NAMED)
        .forEach(p -> err.println(Printable.line(p.getKey()) + " " + Printable.line(p.getValue())));
    if (problems.size() > NAMED) {
      err.println(
          "and " + (problems.size() - NAMED) + " more, named in " + run.resolve("report.json"));
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
  }
}
