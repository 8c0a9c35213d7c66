package dev.locomo.services.store;

import static dev.locomo.services.store.StoreFailure.translated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.TemporaryFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs in a store.
 *
 * @param store open
 */
public record RunIndex(Store store) {
  private static final int LEAST_ID_DIGITS = 4;

  private static final String SELECT =
      """
      SELECT r.id, r.name, r.folder, r.task, r.status, r.started, r.updated, m.model, r.protocol,
             r.shard, r.answers, r.input_tokens AS "inputTokens",
             r.output_tokens AS "outputTokens", r.cost_usd AS "costUsd",
             COALESCE(answerable.mean, overall.mean) AS mean
      FROM runs r
      LEFT JOIN model_configs m ON m.id = r.model_config_id
      LEFT JOIN metric_summaries answerable ON answerable.run_id = r.id
        AND answerable.metric = ? AND answerable.slice IN ('categories_1_4', 'answerable')
      LEFT JOIN metric_summaries overall ON overall.run_id = r.id
        AND overall.metric = ? AND overall.slice_of = 'all' AND overall.slice = 'overall'
      """;

  /**
   * Which runs.
   *
   * @param model part of a model's name, or null for all
   * @param task the verb, or null for all
   * @param metric whose mean is shown
   */
  public record Filter(@Nullable String model, @Nullable String task, String metric) {}

  /** One mean of a run's report. */
  public record Mean(
      String metric,
      String of,
      String slice,
      @Nullable Long asked,
      @Nullable Long scored,
      @Nullable Double mean,
      @Nullable Double low,
      @Nullable Double high) {}

  /**
   * The folders of the runs in a store. One that is not here is made again of what the store holds:
   * settings, report, answers and scores; replies as they came, requests and what memory systems
   * said are in no store.
   *
   * @return folders; those made here are gone when the process ends
   * @throws UserError when there is no such store, or no room for what is made
   */
  public static List<Path> folders(StoreAddress address) {
    try (var store = Store.existing(address)) {
      var index = new RunIndex(store);
      Path below = TemporaryFiles.folder();
      return index.list(new Filter(null, null, "")).stream()
          .map(run -> {
            Path folder = Path.of(run.folder());
            return Files.isDirectory(folder) ? folder : index.restored(run, below);
          })
          .toList();
    }
  }

  private Path restored(RunEntry run, Path below) {
    Path folder = below.resolve(plain(run.id())).resolve(plain(run.name()));
    ObjectNode row = rows("SELECT * FROM runs WHERE id = ?", ObjectNode.class, run.id()).getFirst();
    var command = List.of(row.path("command").asText().split(" "));
    var spec = new RunSpec(run.task(), command, settings(run.id()), new TreeMap<>());
    AtomicFile.writeText(folder.resolve(RunFolder.SPEC), spec.toJson());
    AtomicFile.writeText(folder.resolve("report.json"), row.path("report").asText("{}"));
    String member =
        switch (run.task()) {
          case "eval-dialog" -> "turn";
          case "eval-events" -> "unit";
          default -> "question_id";
        };
    lines(
        folder.resolve(
            Map.of("turn", "turns.jsonl", "unit", "events.jsonl")
                .getOrDefault(member, RunFolder.PREDICTIONS)),
        "SELECT item AS \"%s\", form, outcome, answer AS \"%s\", context, reason, %s FROM answers"
                .formatted(
                    member,
                    member.equals("turn") ? "text" : "prediction",
                    "latency_ms, input_tokens, output_tokens, provider_model AS model")
            + " WHERE run_id = ? AND form <> 'call'",
        run.id());
    String scores =
        "SELECT r.item AS \"%s\", q.category, r.metric, r.value, r.unscored, r.why"
            .formatted(member);
    String judges =
        " FROM evaluation_results r LEFT JOIN qa_annotations q ON q.id = r.qa_annotation_id"
            + " WHERE r.run_id = ? AND r.metric %sLIKE 'judge(%%'";
    lines(folder.resolve(RunFolder.SCORES), scores + judges.formatted("NOT "), run.id());
    lines(folder.resolve("scores-judges.jsonl"), scores + judges.formatted(""), run.id());
    row.remove(List.of("report", "command", "content_sha256"));
    AtomicFile.writeText(
        folder.resolve(RunFolder.MANIFEST),
        row.put("model", run.model()).put("store", store.address().shown()).toString());
    return folder;
  }

  /** A name that leads nowhere else: a store may be a stranger's. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9~_-]+", "-");
  }

  /** The rows as lines, what is null left out; no file where there are none. */
  private void lines(Path file, String sql, String id) {
    var lines = rows(sql, ObjectNode.class, id);
    for (ObjectNode line : lines) {
      line.properties().removeIf(member -> member.getValue().isNull());
      if (line.path("context") instanceof TextNode context) {
        line.putRawValue("context", new RawValue(context.asText()));
      }
    }
    if (!lines.isEmpty()) {
      AtomicFile.writeLines(file, lines.stream().map(ObjectNode::toString));
    }
  }

  /** The runs, in the order in which they were begun. */
  public List<RunEntry> list(Filter filter) {
    return select(
        filter.metric(),
        "WHERE (? IS NULL OR LOWER(m.model) LIKE ?) AND (? IS NULL OR r.task = ?)"
            + " ORDER BY r.started, r.id",
        filter.model(),
        filter.model() == null ? null : "%" + filter.model().toLowerCase(Locale.ROOT) + "%",
        filter.task(),
        filter.task());
  }

  /**
   * One run.
   *
   * @param name its id or the beginning of it, the name of its folder, or the folder
   * @throws UserError when there is none, or several
   */
  public RunEntry find(String name, String metric) {
    String folder = Path.of(name).toAbsolutePath().normalize().toString();
    boolean prefix = name.length() >= LEAST_ID_DIGITS && name.matches("[0-9a-f]+");
    var found =
        select(
            metric,
            "WHERE r.folder = ? OR r.name = ? OR r.id LIKE ? ORDER BY r.started, r.id",
            folder,
            name,
            prefix ? name + "%" : name);
    if (found.isEmpty()) {
      throw new UserError(
          store.address().shown() + " has no run '" + name + "'", "locomo runs list");
    }
    if (found.size() > 1) {
      String ids = found.stream().map(RunEntry::id).collect(Collectors.joining(", "));
      throw new UserError("'" + name + "' is the name of several runs", "one of " + ids);
    }
    return found.getFirst();
  }

  private List<RunEntry> select(String metric, String which, @Nullable String... values) {
    return rows(
        SELECT + which,
        RunEntry.class,
        Stream.concat(Stream.of(metric, metric), Arrays.stream(values)).toArray(String[]::new));
  }

  /** Its settings, by name. */
  public TreeMap<String, String> settings(String id) {
    return byName("SELECT name, value FROM run_settings WHERE run_id = ?", String.class, id);
  }

  /** Its means, by metric. */
  public List<Mean> means(String id) {
    return rows(
        "SELECT metric, slice_of AS \"of\", slice, asked, scored, mean, low, high"
            + " FROM metric_summaries WHERE run_id = ? ORDER BY metric, slice_of, slice",
        Mean.class,
        id);
  }

  /** How many answers it has of each outcome; calls of pipelines do not count. */
  public TreeMap<String, Long> outcomes(String id) {
    return byName(
        "SELECT outcome AS name, COUNT(*) AS value FROM answers"
            + " WHERE run_id = ? AND form <> 'call' GROUP BY outcome",
        Long.class,
        id);
  }

  private <T> TreeMap<String, T> byName(String sql, Class<T> type, String id) {
    var values = new TreeMap<String, T>();
    rows(sql, ObjectNode.class, id)
        .forEach(row ->
            values.put(
                row.path("name").textValue(),
                JsonFiles.MAPPER.convertValue(row.get("value"), type)));
    return values;
  }

  /** The rows, the columns of each as members of the same names. */
  private <T> List<T> rows(String sql, Class<T> each, @Nullable String... values) {
    return translated(
        store.address(),
        () -> {
          var all = new ArrayList<T>();
          try (PreparedStatement statement = store.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
              var columns = rows.getMetaData();
              while (rows.next()) {
                var members = new HashMap<String, @Nullable Object>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                  members.put(columns.getColumnLabel(i), rows.getObject(i));
                }
                all.add(JsonFiles.MAPPER.convertValue(members, each));
              }
            }
          }
          return all;
        });
  }
}
