package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.report.text.ResultTable;
import dev.locomo.rag.annotate.Annotating;
import dev.locomo.rag.caption.Captioning;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What verbs say that score nothing: a document, or a table of counts and where things are. */
public final class WorkOutput {
  private WorkOutput() {}

  /** Prints it, as JSON or as a table; a place that is null or empty is nowhere. */
  private static void print(
      PrintWriter out, JsonNode document, @Nullable TextTable table, Map<String, String> places) {
    if (table == null) {
      out.println(document.toPrettyString());
      return;
    }
    out.print(table.fit(ResultTable.WIDTH));
    places.forEach((what, where) -> {
      if (!where.isEmpty()) {
        out.println(what + " " + where);
      }
    });
  }

  private static Map<String, String> places(String what, @Nullable Object made, Object run) {
    var places = new LinkedHashMap<String, String>();
    places.put(what, Objects.toString(made, ""));
    places.put("Run", run.toString());
    return places;
  }

  /** The first complaints, and where the others are named. */
  private static void complain(PrintWriter err, List<String> complaints, int most, String where) {
    complaints.stream().limit(most).forEach(err::println);
    if (complaints.size() > most) {
      err.println("and " + (complaints.size() - most) + " more, named in " + where);
    }
  }

  /**
   * What {@code annotate} says.
   *
   * @param label what was derived
   * @param outFile where it is; null for a part of a run, which writes none
   * @param run the run's folder
   */
  public record Annotated(String label, @Nullable Path outFile, Path run) {
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
      var sessions = document.path("sessions");
      var table =
          TextTable.of(document.path("model").asText(), ">")
              .row("sessions to annotate", sessions.path("open").asInt())
              .row("annotated", sessions.path("annotated").asInt())
              .row("failed", sessions.path("failed").asInt())
              .row(label, document.path(label).asInt());
      WorkOutput.print(out, document, json ? null : table, places("Data set", outFile, run));
    }

    /** Names the sessions that failed; the exit code that follows from them. */
    public int failures(Map<String, String> failures, PrintWriter err) {
      var complaints = new ArrayList<String>();
      failures.forEach((name, why) -> complaints.add(name + " is not annotated: " + why));
      complain(err, complaints, 10, run.resolve("report.json").toString());
      return failures.isEmpty() ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
    }
  }

  /**
   * What {@code caption} says.
   *
   * @param outFile where the captions are; null for a part of a run, which writes none
   * @param run the run's folder
   */
  public record Captioned(@Nullable Path outFile, Path run) {
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
      list(document.putArray("failed"), "problem", result.problems());
      list(document.putArray("misnamed"), "format", result.misnamed());
      list(document.putArray("approximate"), "format", result.approximate());
      return document.put("out_file", Objects.toString(outFile, null)).put("run", run.toString());
    }

    private static void list(ArrayNode list, String what, Map<String, String> images) {
      images.forEach((name, value) -> list.addObject().put("image", name).put(what, value));
    }

    /** Prints it, as JSON or as a table. */
    public void print(PrintWriter out, ObjectNode document, boolean json) {
      var table =
          TextTable.of("captions", ">")
              .row("images", document.path("images").asInt())
              .row("captioned", document.path("captioned").asInt())
              .row("of them before", document.path("kept").asInt())
              .row("failed", document.path("failed").size());
      WorkOutput.print(out, document, json ? null : table, places("Captions", outFile, run));
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
      if (!result.approximate().isEmpty()) {
        err.printf(
            "of %s images (%s) the colours can be off by 8 of 255 from what Pillow reads%n",
            result.approximate().size(),
            String.join(", ", Set.copyOf(result.approximate().values())));
      }
      var complaints = new ArrayList<String>();
      result.problems().forEach((name, what) -> complaints.add(Printable.line(name + " " + what)));
      complain(err, complaints, NAMED, run.resolve("report.json").toString());
      return complaints.isEmpty() ? ExitCode.OK : ExitCode.DID_NOT_HOLD;
    }
  }

  /** Prints the report of {@code generate}, and names the conversations that are not whole. */
  public static void generated(PrintWriter out, PrintWriter err, JsonNode report, boolean json) {
    var complaints = new ArrayList<String>();
    for (JsonNode one : report.path("each")) {
      if (!one.path("whole").asBoolean()) {
        complaints.add(one.path("id").asText() + " is not whole: " + one.path("problem").asText());
      }
    }
    for (JsonNode kept : report.path("kept")) {
      complaints.add("dataset.json keeps " + kept.asText());
    }
    complain(err, complaints, 10, "the report");
    var table = TextTable.of(report.path("generated").path("model").asText(), ">");
    table.row("conversations", report.path("conversations").asInt());
    table.row("whole", report.path("whole").asInt());
    for (String name : List.of("sessions", "turns", "questions")) {
      int sum = 0;
      for (JsonNode one : report.path("each")) {
        sum += one.path(name).asInt();
      }
      table.row(name, sum);
    }
    table.row("calls", report.path("usage").path("calls").asInt());
    for (var count : report.path("counts").properties()) {
      if (!count.getKey().matches("calls|questions .*|photos not found")) {
        table.row(count.getKey(), count.getValue().asInt());
      }
    }
    rows(table, "no photo: ", report.path("images_not_found"));
    rows(table, "question: ", report.path("qa").path("outcomes"));
    var places = places("Data set", report.path("dataset").asText(), report.path("run").asText());
    print(out, report, json ? null : table, places);
  }

  private static void rows(TextTable table, String what, JsonNode counts) {
    counts.properties().forEach(one -> table.row(what + one.getKey(), one.getValue().asInt()));
  }

  /** The exit code of {@code generate}: that of the ending, else whether all is whole. */
  public static int generated(JsonNode report, int ended) {
    boolean whole = report.path("whole").asInt() == report.path("conversations").asInt();
    return ended != ExitCode.OK || whole ? ended : ExitCode.DID_NOT_HOLD;
  }
}
