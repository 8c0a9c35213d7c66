package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.eval.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The items of a run of any kind, as its files of lines have them: each line belongs to the item
 * that it names, scores are by metric. So every run can be looked through, searched and sorted,
 * also one of a kind that no page knows.
 *
 * @param metrics in order of appearance
 * @param figures what lines that are no scores count, by the name of their file
 * @param items by key
 */
record ItemList(Set<String> metrics, Map<String, Set<String>> figures, Map<String, Entry> items) {
  /** What names an item in a line, the first that is there. */
  private static final List<String> KEYS =
      List.of("question_id", "turn", "unit", "question", "sample", "image", "id");

  /** What names a call for an item: the item's key is a part of it. */
  private static final String STEP = "step";

  /** Numbers that count nothing. */
  private static final Set<String> NO_FIGURES = Set.of("repeat", "ended_ms", "format", "session");

  private static final List<String> TEXTS =
      List.of(
          "text", "question", "event", "fact", "prediction", "reply", "caption", "reason", "why");

  /** Files beyond this are not read for pages. */
  private static final long LARGEST = 256L << 20;

  /** The lines about a memory system, in runs that have one. */
  static final String MEMORY = "memory.jsonl";

  private static final int SEEN = 300;

  private record Call(Path file, JsonNode line) {}

  /**
   * One item.
   *
   * @param values of its scores by metric, and sums of what its other lines count
   * @param lines by file, scores apart
   * @param scores the lines of its scores
   */
  public record Entry(
      String key,
      Map<String, Double> values,
      Map<String, List<JsonNode>> lines,
      List<JsonNode> scores) {
    /** What it is about, as far as a line says so. */
    public String text() {
      var all = Stream.concat(lines.values().stream().flatMap(List::stream), scores.stream());
      String text =
          all.flatMap(line -> TEXTS.stream().map(name -> line.path(name)))
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText)
              .filter(t -> !t.isBlank())
              .findFirst()
              .orElse("");
      return text.codePointCount(0, text.length()) <= SEEN
          ? text
          : text.substring(0, text.offsetByCodePoints(0, SEEN)) + "...";
    }

    /** Its lines in a file; none where it has none. */
    List<JsonNode> of(String file) {
      return lines.getOrDefault(file, List.of());
    }

    private boolean has(List<String> words) {
      String all = (key + " " + lines + " " + scores).toLowerCase(Locale.ROOT);
      return words.stream().allMatch(all::contains);
    }

    /** As JSON. */
    ObjectNode json() {
      ObjectNode node = JsonFiles.MAPPER.createObjectNode().put("item", key).put("text", text());
      ObjectNode of = node.putObject("scores");
      values.forEach(of::put);
      return node;
    }
  }

  /** Reads the files of lines in a run's folder. */
  static ItemList read(Path folder) {
    var list = new ItemList(new LinkedHashSet<>(), new TreeMap<>(), new LinkedHashMap<>());
    var calls = new ArrayList<Call>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        if (Files.size(file) <= LARGEST) {
          boolean scores = file.getFileName().toString().startsWith("scores");
          for (JsonNode line : RunReport.nodes(file)) {
            String key = key(line);
            if (key.isEmpty() && line.hasNonNull(STEP)) {
              calls.add(new Call(file, line));
            } else {
              list.add(key, file, line, scores);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
    var others = Set.copyOf(list.items.keySet());
    for (Call call : calls) {
      list.add(owner(call.line.path(STEP).asText(), others), call.file, call.line, false);
    }
    return list;
  }

  private static String key(JsonNode line) {
    return KEYS.stream()
        .filter(name -> !name.equals("question") || isQuestion(line.path(name)))
        .map(name -> line.path(name).asText(""))
        .filter(k -> !k.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The longest key among those there are that is a part of a step; else the step itself. */
  private static String owner(String step, Set<String> keys) {
    var parts = List.of(step.split("/"));
    for (int length = parts.size(); length > 0; length--) {
      for (int from = 0; from + length <= parts.size(); from++) {
        String key = String.join("/", parts.subList(from, from + length));
        if (keys.contains(key)) {
          return key;
        }
      }
    }
    return step;
  }

  private void add(String key, Path file, JsonNode line, boolean scores) {
    if (key.isEmpty()) {
      return;
    }
    var entry =
        items.computeIfAbsent(
            key,
            k -> new Entry(k, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>()));
    String metric = line.path("metric").asText("");
    if (scores && !metric.isEmpty()) {
      metrics.add(metric);
      entry.scores.add(line);
      if (line.path("value").isNumber()) {
        entry.values.put(metric, line.path("value").doubleValue());
      }
    } else {
      String name = String.valueOf(file.getFileName());
      entry.lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(line);
      var of = figures.computeIfAbsent(name, _ -> new LinkedHashSet<>());
      line.properties()
          .forEach(member -> {
            if (member.getValue().isNumber() && !NO_FIGURES.contains(member.getKey())) {
              of.add(member.getKey());
              entry.values.merge(member.getKey(), member.getValue().doubleValue(), Double::sum);
            }
          });
    }
  }

  private static boolean isQuestion(JsonNode name) {
    return QuestionId.parse(name.asText("")).isPresent();
  }

  /** The metric that is meant: the first where none is named that there is; empty without any. */
  String metric(Params params) {
    String named = params.get("metric");
    boolean known = metrics.contains(named) || columns(params).contains(named);
    return known ? named : metrics.stream().findFirst().orElse("");
  }

  /** What the lines of the file that is asked for count; of all files where none is. */
  Set<String> columns(Params params) {
    var columns = new LinkedHashSet<String>();
    figures.forEach((file, names) -> {
      if (params.get("file").isEmpty() || params.get("file").equals(file)) {
        columns.addAll(names);
      }
    });
    return columns;
  }

  /**
   * Those that are asked for: {@code q} for words, {@code file} that has lines of them, {@code
   * order} worst (low values first) or best, else as in the files, those with scores first.
   */
  List<Entry> rows(Params params) {
    String metric = metric(params);
    var words = List.of(params.get("q").toLowerCase(Locale.ROOT).strip().split("\\s+"));
    boolean all = words.equals(List.of(""));
    String file = params.get("file");
    var found =
        items.values().stream()
            .filter(item -> file.isEmpty() || item.lines.containsKey(file))
            .filter(item -> all || item.has(words));
    return switch (params.get("order")) {
      case "worst" -> found.sorted(by(metric, 1)).toList();
      case "best" -> found.sorted(by(metric, -1)).toList();
      default -> found.sorted(Comparator.comparing(item -> item.scores.isEmpty())).toList();
    };
  }

  private static Comparator<Entry> by(String metric, int sign) {
    return Comparator.comparingDouble(item -> {
      Double value = item.values.get(metric);
      return value == null ? Double.POSITIVE_INFINITY : sign * value;
    });
  }
}
