package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/**
 * What {@code generate} prints.
 *
 * @param out for results
 * @param err for complaints
 */
public record GenerateOutput(PrintWriter out, PrintWriter err) {
  private static final int NAMED = 10;

  /** Prints the report, as JSON or as a table, and names what is not whole. */
  public void print(JsonNode report, boolean json) {
    int named = 0;
    for (JsonNode one : report.path("each")) {
      if (!one.path("whole").asBoolean() && ++named <= NAMED) {
        err.println(one.path("id").asText() + " is not whole: " + one.path("problem").asText());
      }
    }
    if (named > NAMED) {
      err.println("and " + (named - NAMED) + " more, named in the report");
    }
    if (json) {
      out.println(report.toPrettyString());
      return;
    }
    table(report);
    out.println("Data set " + report.path("dataset").asText());
    out.println("Run " + report.path("run").asText());
  }

  private void table(JsonNode report) {
    String model = report.path("generated").path("model").asText();
    var table = new TextTable(TextTable.Column.left(model), TextTable.Column.right(""));
    table.row("conversations", report.path("conversations").asInt());
    table.row("whole", report.path("whole").asInt());
    table.row("sessions", sum(report, "sessions"));
    table.row("turns", sum(report, "turns"));
    table.row("questions", sum(report, "questions"));
    table.row("calls", report.path("usage").path("calls").asInt());
    report
        .path("counts")
        .properties()
        .forEach(count -> {
          if (!count.getKey().equals("calls")
              && !count.getKey().startsWith("questions ")
              && !count.getKey().equals("photos not found")) {
            table.row(count.getKey(), count.getValue().asInt());
          }
        });
    report
        .path("images_not_found")
        .properties()
        .forEach(none -> table.row("no photo: " + none.getKey(), none.getValue().asInt()));
    report
        .path("qa")
        .path("outcomes")
        .properties()
        .forEach(outcome -> table.row("question: " + outcome.getKey(), outcome.getValue().asInt()));
    out.print(table.fit(80));
  }

  private static int sum(JsonNode report, String name) {
    int sum = 0;
    for (JsonNode one : report.path("each")) {
      sum += one.path(name).asInt();
    }
    return sum;
  }

  /** The exit code: that of the ending, else whether all conversations are whole. */
  public static int code(JsonNode report, int ended) {
    boolean whole = report.path("whole").asInt() == report.path("conversations").asInt();
    return ended != ExitCode.OK || whole ? ended : ExitCode.DID_NOT_HOLD;
  }
}
