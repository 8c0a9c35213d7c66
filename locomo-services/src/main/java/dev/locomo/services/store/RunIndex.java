package dev.locomo.services.store;

import static dev.locomo.services.store.StoreFailure.translated;

import dev.locomo.core.error.UserError;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
             r.shard, r.answers, r.input_tokens, r.output_tokens, r.cost_usd,
             COALESCE(answerable.mean, overall.mean)
      FROM runs r
      LEFT JOIN model_configs m ON m.id = r.model_config_id
      LEFT JOIN metric_summaries answerable ON answerable.run_id = r.id
        AND answerable.metric = ? AND answerable.slice = 'categories_1_4'
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
        RunIndex::entry,
        Stream.concat(Stream.of(metric, metric), Arrays.stream(values)).toArray(String[]::new));
  }

  /** Its settings, by name. */
  public TreeMap<String, String> settings(String id) {
    var settings = new TreeMap<String, String>();
    rows(
            "SELECT name, value FROM run_settings WHERE run_id = ?",
            row -> new String[] {row.getString(1), row.getString(2)},
            id)
        .forEach(pair -> settings.put(pair[0], pair[1]));
    return settings;
  }

  /** Its means, by metric. */
  public List<Mean> means(String id) {
    return rows(
        "SELECT metric, slice_of, slice, asked, scored, mean, low, high FROM metric_summaries"
            + " WHERE run_id = ? ORDER BY metric, slice_of, slice",
        row ->
            new Mean(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                whole(row, 4),
                whole(row, 5),
                real(row, 6),
                real(row, 7),
                real(row, 8)),
        id);
  }

  /** How many answers it has of each outcome; calls of pipelines do not count. */
  public TreeMap<String, Long> outcomes(String id) {
    var outcomes = new TreeMap<String, Long>();
    rows(
            "SELECT outcome, COUNT(*) FROM answers WHERE run_id = ? AND form <> 'call'"
                + " GROUP BY outcome",
            row -> new Object[] {row.getString(1), row.getLong(2)},
            id)
        .forEach(pair -> outcomes.put((String) pair[0], (Long) pair[1]));
    return outcomes;
  }

  /** Reads one row. */
  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String sql, Row<T> each, @Nullable String... values) {
    return translated(
        store.address(),
        () -> {
          var all = new ArrayList<T>();
          try (PreparedStatement statement = store.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                all.add(each.read(rows));
              }
            }
          }
          return all;
        });
  }

  private static RunEntry entry(ResultSet row) throws SQLException {
    return new RunEntry(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        whole(row, 11),
        whole(row, 12),
        whole(row, 13),
        real(row, 14),
        real(row, 15));
  }

  private static @Nullable Long whole(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : (Long) value;
  }

  private static @Nullable Double real(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : (Double) value;
  }
}
