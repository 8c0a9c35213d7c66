package dev.locomo.services.track;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.pipeline.RunListener.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder as Weights &amp; Biases leaves one when it is offline, for {@code wandb sync}; nothing
 * is sent. Field numbers are those of its published {@code wandb_internal.proto}.
 */
final class Wandb implements Tracker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int HISTORY = 2;
  private static final int SUMMARY = 3;
  private static final int FILES = 6;
  private static final int RUN = 17;
  private static final int EXIT = 18;
  private static final int HEADER = 21;
  private static final int FOOTER = 22;
  private static final int VALUE = 16;

  private final Path base;
  private final String project;
  private final String entity;
  private final Clock clock;
  private long number;
  private long steps;
  private Instant started = Instant.EPOCH;
  private @Nullable Path folder;
  private @Nullable WandbLog log;

  private Wandb(Path base, String project, String entity, Clock clock) {
    this.base = base;
    this.project = project;
    this.entity = entity;
    this.clock = clock;
  }

  /**
   * Looks on at a run and writes it down.
   *
   * @param base the folder {@code wandb} is made in
   * @param project its name
   * @param entity user or team; empty for that of whoever syncs
   * @param notices told where it is, or why it is not
   */
  static TrackedRun track(Path base, String project, String entity, Consumer<String> notices) {
    return new TrackedRun(new Wandb(base, project, entity, Clock.systemUTC()), notices, PATIENCE);
  }

  @Override
  public void begin(Run run, RunRecord record) throws IOException {
    started = clock.instant();
    var at = base.resolve("wandb").resolve("offline-run-" + TIME.format(started) + "-" + run.id());
    Files.createDirectories(at.resolve("files"));
    Files.createDirectories(at.resolve("logs"));
    folder = at;
    log = WandbLog.create(at.resolve("run-" + run.id() + ".wandb"));
    append(HEADER, new Proto().put(1, new Proto().put(1, "0.19.0").put(2, "0.8.0")));
    SortedMap<String, String> settings = new TreeMap<>(record.parameters());
    var config = new Proto();
    settings.forEach((key, value) -> config.put(1, item(key, quoted(value))));
    var stamp = new Proto().put(1, started.getEpochSecond()).put(2, started.getNano());
    var about = new Proto().put(1, run.id());
    if (!entity.isEmpty()) {
      about.put(2, entity);
    }
    about.put(3, project).put(4, config).put(7, run.verb());
    about.put(8, run.verb() + " " + run.model());
    append(RUN, about.put(17, stamp));
    config(settings);
    metadata(run, record);
  }

  private void config(SortedMap<String, String> settings) throws IOException {
    var yaml = new StringBuilder("wandb_version: 1\n\n");
    settings.forEach((key, value) ->
        yaml.append(quoted(key)).append(":\n  value: ").append(quoted(value)).append('\n'));
    Files.writeString(file("config.yaml"), yaml);
  }

  private void metadata(Run run, RunRecord record) throws IOException {
    ObjectNode metadata = JsonFiles.MAPPER.createObjectNode();
    metadata.put("program", "locomo").put("startedAt", started.toString());
    metadata.put("os", System.getProperty("os.name") + "-" + System.getProperty("os.version"));
    metadata.put("cpu_count", Runtime.getRuntime().availableProcessors());
    metadata.put("verb", run.verb());
    record.tags().forEach(metadata::put);
    Files.writeString(file("wandb-metadata.json"), metadata.toPrettyString() + "\n");
  }

  @Override
  public void step(long step, Map<String, Double> figures) throws IOException {
    var history = new Proto();
    var line = JsonFiles.MAPPER.createObjectNode();
    new TreeMap<>(figures).forEach((key, value) -> line.put(key, value));
    var now = clock.instant();
    line.put("_step", steps).put("_timestamp", now.toEpochMilli() / 1e3);
    line.put("_runtime", Duration.between(started, now).toMillis() / 1e3);
    line.properties()
        .forEach(field -> history.put(1, item(field.getKey(), field.getValue().toString())));
    append(HISTORY, history.put(2, new Proto().put(1, steps)));
    steps++;
  }

  @Override
  public String end(RunRecord record) throws IOException {
    var summary = new Proto();
    ObjectNode all = JsonFiles.MAPPER.createObjectNode();
    record.figures().forEach(all::put);
    all.properties()
        .forEach(field -> summary.put(1, item(field.getKey(), field.getValue().toString())));
    append(SUMMARY, summary);
    Files.writeString(file("wandb-summary.json"), all.toPrettyString() + "\n");
    var files = new Proto();
    for (Path kept : record.files()) {
      String name = kept.getFileName().toString();
      Files.copy(kept, file(name), StandardCopyOption.REPLACE_EXISTING);
      files.put(1, new Proto().put(1, name));
    }
    append(FILES, files);
    int code = record.status().equals("complete") ? 0 : 1;
    long seconds = Duration.between(started, clock.instant()).toSeconds();
    append(EXIT, new Proto().put(1, code).put(2, seconds));
    append(FOOTER, new Proto());
    log().close();
    return folder + "; wandb sync " + folder + " sends it";
  }

  private void append(int kind, Proto content) throws IOException {
    number++;
    log().append(new Proto().put(1, number).put(kind, content));
  }

  private WandbLog log() {
    return Objects.requireNonNull(log);
  }

  private Path file(String name) {
    return Objects.requireNonNull(folder).resolve("files").resolve(name);
  }

  private static Proto item(String key, String json) {
    return new Proto().put(1, key).put(VALUE, json);
  }

  /** A JSON text, which is a YAML text too. */
  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
