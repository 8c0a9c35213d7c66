package dev.locomo.services.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The means in a report: under {@code metrics} by name, or of each of the {@code judges}.
 *
 * @param report as read; missing when there is none
 */
record SummaryRows(JsonNode report) {
  private static final String BY = "by_";

  /** One mean. */
  private record Row(String metric, String of, String slice, JsonNode node) {}

  void write(Connection connection, String run) throws SQLException {
    Batch.into(
        connection,
        "metric_summaries",
        Batch.KEEP,
        batch -> {
          for (Row row : rows()) {
            JsonNode mean = row.node();
            batch.add(
                run,
                row.metric(),
                row.of(),
                row.slice(),
                whole(mean, "asked"),
                whole(mean, "answered"),
                whole(mean, "scored"),
                real(mean, "mean"),
                real(mean, "low"),
                real(mean, "high"),
                mean.path("method").textValue());
          }
        });
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    report.path("metrics").properties().forEach(m -> add(rows, m.getKey(), m.getValue()));
    report.path("judges").forEach(j -> add(rows, j.path("judge").asText(), j));
    return rows;
  }

  private static void add(List<Row> rows, String metric, JsonNode slices) {
    for (Map.Entry<String, JsonNode> one : slices.properties()) {
      String name = one.getKey();
      if (one.getValue().has("mean")) {
        rows.add(new Row(metric, "all", name, one.getValue()));
      } else if (name.startsWith(BY)) {
        one.getValue()
            .properties()
            .forEach(s ->
                rows.add(new Row(metric, name.substring(BY.length()), s.getKey(), s.getValue())));
      }
    }
  }

  private static @Nullable Long whole(JsonNode node, String member) {
    return node.path(member).isIntegralNumber() ? (Long) node.path(member).asLong() : null;
  }

  private static @Nullable Double real(JsonNode node, String member) {
    return node.path(member).isNumber() ? (Double) node.path(member).asDouble() : null;
  }
}
