package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.run.Journal;
import dev.locomo.rag.passage.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a memory system was told and asked in a run, a line each in {@code memory.jsonl}: written
 * before it counts, so that a conversation is not built again, nor a question asked again, without
 * need.
 */
final class MemoryRecord implements AutoCloseable {
  /** The file's name in a run folder. */
  static final String FILE = "memory.jsonl";

  private final Journal journal;
  private final Map<String, JsonNode> built = new HashMap<>();
  private final Map<String, JsonNode> found = new HashMap<>();
  private final Map<String, JsonNode> tools = new HashMap<>();

  /**
   * What was found for a question.
   *
   * @param passages what the reader is shown, best first
   * @param answer the system's own; null where it was searched
   */
  record Found(List<Passage> passages, @Nullable String answer) {}

  MemoryRecord(Path folder) {
    journal = Journal.open(folder.resolve(FILE));
    read(folder).forEach(this::take);
  }

  private void take(JsonNode line) {
    String sample = line.path("sample").asText();
    switch (line.path("op").asText()) {
      case "begun", "built" -> built.put(sample, line);
      case "tool" -> tools.put(line.path("step").asText(), line);
      case "found" -> found.put(line.path("question").asText(), line);
      default -> {}
    }
  }

  /** Writes a line down. */
  synchronized void add(ObjectNode line) {
    journal.append(List.of(line.toString()));
    take(line);
  }

  /** The last building of a conversation: begun or built; null when there was none. */
  synchronized @Nullable JsonNode building(String sample) {
    return built.get(sample);
  }

  /** What was found for a question; null when nothing was yet. */
  synchronized @Nullable Found found(String question) {
    JsonNode line = found.get(question);
    if (line == null) {
      return null;
    }
    var passages = new ArrayList<Passage>();
    for (JsonNode shown : line.path("shown")) {
      passages.add(
          new Passage(
              shown.path("text").asText(),
              shown.path("date").asText(),
              shown.path("session").asInt(),
              texts(shown.path("sources"))));
    }
    return new Found(passages, line.path("answer").textValue());
  }

  /** What came of a model's call; null when it was not made yet, or another one in its place. */
  synchronized @Nullable JsonNode called(String step, Tool.Call call) {
    JsonNode line = tools.get(step);
    boolean same =
        line != null
            && line.path("tool").asText().equals(call.name())
            && line.path("arguments").asText().equals(call.arguments());
    return same ? line : null;
  }

  /** Seconds since then, to a tenth of a millisecond. */
  static double seconds(long start) {
    return Math.round((System.nanoTime() - start) / 1e5) / 1e4;
  }

  static ObjectNode line(String op, Sample sample) {
    return JsonFiles.MAPPER.createObjectNode().put("op", op).put("sample", sample.id());
  }

  /** Puts into a line what a reader is shown within the budget, and what is beyond it. */
  static void show(ObjectNode line, List<Passage> passages, Wanted wanted) {
    int tokens = 0;
    var shown = line.putArray("shown");
    int place = 0;
    for (; place < passages.size(); place++) {
      Passage passage = passages.get(place);
      int more = wanted.counter().count("[" + passage.date() + "] " + passage.text() + "\n");
      if (wanted.tokens() > 0 && tokens + more > wanted.tokens()) {
        break;
      }
      tokens += more;
      ObjectNode one = shown.addObject().put("text", passage.text()).put("date", passage.date());
      one.put("session", passage.session());
      passage.sources().forEach(one.putArray("sources")::add);
    }
    line.put("tokens", tokens);
    var beyond = line.putArray("beyond");
    passages.subList(place, passages.size()).forEach(p -> p.sources().forEach(beyond::add));
  }

  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** The lines of a run's folder; none where it has no such file. */
  static List<JsonNode> read(Path folder) {
    var lines = new ArrayList<JsonNode>();
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      for (String line : Journal.read(file)) {
        try {
          lines.add(JsonFiles.MAPPER.readTree(line));
        } catch (IOException e) {
          throw new DataError(
              file.toString(), "line " + (lines.size() + 1), "not valid JSON; was it edited?", e);
        }
      }
    }
    return lines;
  }

  @Override
  public void close() {
    journal.close();
  }
}
