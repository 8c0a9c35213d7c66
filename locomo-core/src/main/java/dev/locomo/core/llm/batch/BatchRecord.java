package dev.locomo.core.llm.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.batch.BatchApi.Attempt;
import dev.locomo.core.run.Journal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a run on disk, {@code batches.jsonl}: each step of a batch is a line there before
 * the next is done, so that a run that was killed takes up what it has sent.
 */
final class BatchRecord implements AutoCloseable {
  private final Path file;
  private final Journal journal;
  private final String model;
  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  /** One batch. */
  static final class Entry {
    private final int number;
    private final String model;
    private final int requests;
    private final Instant at;
    private @Nullable String upload;
    private @Nullable String id;
    private @Nullable String closed;

    /** Requests that this process sent with it; empty for one of an earlier start. */
    Set<String> sent = Set.of();

    /** The provider's word for how it ended, once its results are read. */
    @Nullable String ended;

    private Entry(int number, String model, int requests, Instant at) {
      this.number = number;
      this.model = model;
      this.requests = requests;
      this.at = at;
    }

    Attempt attempt() {
      return new Attempt(requests, at, upload);
    }

    @Nullable String upload() {
      return upload;
    }

    @Nullable String id() {
      return id;
    }

    int requests() {
      return requests;
    }
  }

  private BatchRecord(Path file, Journal journal, String model) {
    this.file = file;
    this.journal = journal;
    this.model = model;
  }

  /**
   * Opens or creates it.
   *
   * @param model whose batches are looked at; the file may hold those of others
   * @throws DataError when it holds a line that says nothing of a batch
   */
  static BatchRecord open(Path file, String model) {
    var record = new BatchRecord(file, Journal.open(file), model);
    int number = 0;
    for (String line : record.journal.lines()) {
      record.read(line, ++number);
    }
    return record;
  }

  private void read(String line, int number) {
    try {
      JsonNode node = JsonFiles.MAPPER.readTree(line);
      int batch = node.path("batch").asInt();
      if (node.has("requests")) {
        var at = Instant.parse(node.path("at").asText());
        String whose = node.path("model").asText();
        entries.put(batch, new Entry(batch, whose, node.path("requests").asInt(), at));
      }
      Entry entry = Objects.requireNonNull(entries.get(batch));
      entry.upload = node.path("upload").asText(entry.upload);
      entry.id = node.path("id").asText(entry.id);
      entry.closed = node.path("closed").asText(entry.closed);
    } catch (JsonProcessingException | DateTimeException | NullPointerException e) {
      throw new DataError(
          file.toString(), "line " + number, "nothing about a batch; was the file edited?", e);
    }
  }

  private void write(Entry entry, String name, String value) {
    journal.append(List.of(line(entry).put(name, value).toString()));
  }

  private static ObjectNode line(Entry entry) {
    return JsonFiles.MAPPER.createObjectNode().put("batch", entry.number);
  }

  /** A batch of so many requests is about to be made. */
  Entry begin(int requests) {
    var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var entry = new Entry(entries.size() + 1, model, requests, at);
    var node = line(entry).put("model", model).put("requests", requests);
    journal.append(List.of(node.put("at", at.toString()).toString()));
    entries.put(entry.number, entry);
    return entry;
  }

  /** The provider has its lines. */
  void uploaded(Entry entry, String upload) {
    write(entry, "upload", upload);
    entry.upload = upload;
  }

  /** It is made. */
  void made(Entry entry, String id) {
    write(entry, "id", id);
    entry.id = id;
  }

  /** Nothing more is wanted of it. */
  void close(Entry entry, String why) {
    write(entry, "closed", why);
    entry.closed = why;
  }

  /** Those of the model that something is wanted of. */
  List<Entry> open() {
    return entries.values().stream()
        .filter(entry -> entry.closed == null && entry.model.equals(model))
        .toList();
  }

  /** All ids on record. */
  Set<String> ids() {
    return entries.values().stream()
        .map(entry -> entry.id)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    journal.close();
  }
}
