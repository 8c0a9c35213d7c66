package dev.locomo.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Summaries as JSON; {@code docs/json.md} describes the shapes, which are kept from release to
 * release.
 */
public final class ScoreJson {
  private static final double LEVEL = 0.95;

  private ScoreJson() {}

  /**
   * The document of {@code score --json}; every mean is between 0 and 1 and null when nothing was
   * scored.
   *
   * @param summaries one a metric
   * @param dataSha256 of the data file
   * @param protocol name of the scoring rule
   */
  public static ObjectNode document(List<Summary> summaries, String dataSha256, String protocol) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ObjectNode metrics = root.putObject("metrics");
    summaries.forEach(summary -> metrics.set(summary.metric(), summary(summary)));
    root.put("data_sha256", dataSha256).put("protocol", protocol).put("level", LEVEL);
    var warnings = root.putArray("warnings");
    Clustered.caution(clusters(summaries)).ifPresent(warnings::add);
    return root;
  }

  /** Of how many conversations summaries are at most. */
  public static long clusters(List<Summary> summaries) {
    return summaries.stream().mapToLong(Summary::clusters).max().orElse(0);
  }

  /** One metric: totals, slices, macro means. */
  public static ObjectNode summary(Summary summary) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    for (var total : summary.grouping().totals().reversed()) {
      var slice = summary.totals().get(total.member());
      if (slice != null) {
        ObjectNode one = slice(slice);
        if (!summary.slices().isEmpty() && summary.grouping().ordered()) {
          summary.covered(total).forEach(one.putArray("covers")::add);
        }
        node.set(total.member(), one);
      }
    }
    summary
        .cuts()
        .forEach((by, slices) -> {
          ObjectNode cut = node.putObject("by_" + by);
          slices.forEach((name, slice) -> cut.set(name, slice(slice)));
        });
    summary.macros().forEach((member, slice) -> node.set(member, slice(slice)));
    return node;
  }

  /**
   * The headline total in the document of one metric: the last that says what it covers. In older
   * documents, which do not say so, categories 1 to 4; else all.
   */
  public static JsonNode headline(JsonNode metric) {
    JsonNode last = metric.path(metric.has("categories_1_4") ? "categories_1_4" : "overall");
    for (JsonNode member : metric) {
      last = member.has("covers") ? member : last;
    }
    return last;
  }

  /** A set of items, or a mean of means, which has no denominators. */
  public static ObjectNode slice(Slice slice) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    var tally = slice.tally();
    if (tally != null) {
      node.put("asked", tally.asked())
          .put("answered", tally.answered())
          .put("scored", tally.scored());
    }
    node.put("mean", number(slice.mean()));
    return interval(node, slice.interval());
  }

  /** Null where there is none. */
  public static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }

  /** Adds an interval; its members are null when there is none. */
  public static ObjectNode interval(ObjectNode node, @Nullable Interval interval) {
    return node.put("low", interval == null ? null : Double.valueOf(interval.low()))
        .put("high", interval == null ? null : Double.valueOf(interval.high()))
        .put("method", interval == null ? null : interval.method());
  }

  /**
   * The summaries in a document, one a metric, in its order.
   *
   * @param metrics the member {@code metrics}
   * @param grouping of the task that wrote it
   * @throws DataError when its numbers cannot be scores
   */
  public static List<Summary> read(JsonNode metrics, Grouping grouping) {
    var summaries = new ArrayList<Summary>();
    for (var metric : metrics.properties()) {
      try {
        summaries.add(read(metric.getKey(), metric.getValue(), grouping));
      } catch (IllegalArgumentException e) {
        String place = "/metrics/" + metric.getKey();
        throw new DataError("report.json", place, "found an " + e.getMessage(), e);
      }
    }
    return summaries;
  }

  private static Summary read(String metric, JsonNode node, Grouping grouping) {
    var cuts = new LinkedHashMap<String, Map<String, Slice>>();
    for (var cut : grouping.cuts()) {
      var slices = new LinkedHashMap<String, Slice>();
      node.path("by_" + cut.by())
          .properties()
          .forEach(one -> slices.put(one.getKey(), read(one.getValue())));
      cuts.put(cut.by(), slices);
    }
    var totals = new LinkedHashMap<String, Slice>();
    grouping.totals().forEach(t -> totals.put(t.member(), read(node.path(t.member()))));
    var macros = new LinkedHashMap<String, Slice>();
    for (String member : List.of("macro", "micro")) {
      if (node.has(member)) {
        macros.put(member, read(node.path(member)));
      }
    }
    int clusters = node.path("by_conversation").size();
    return new Summary(metric, "", grouping, cuts, totals, macros, Set.of(), clusters);
  }

  private static Slice read(JsonNode node) {
    JsonNode mean = node.path("mean");
    JsonNode low = node.path("low");
    int scored = node.path("scored").asInt();
    return new Slice(
        node.has("asked")
            ? new Tally(
                node.path("asked").asInt(),
                node.path("answered").asInt(),
                scored,
                mean.asDouble() * scored)
            : null,
        mean.isNumber() ? OptionalDouble.of(mean.asDouble()) : OptionalDouble.empty(),
        low.isNumber()
            ? new Interval(
                low.asDouble(), node.path("high").asDouble(), LEVEL, node.path("method").asText())
            : null);
  }
}
