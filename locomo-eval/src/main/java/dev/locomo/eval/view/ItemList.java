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
      List.of("question_id", "turn", "unit", "step", "question", "sample", "id");

  /** Numbers that count nothing. */
  private static final Set<String> NO_FIGURES = Set.of("repeat", "ended_ms", "format", "session");

  private static final List<String> TEXTS =
      List.of("text", "question", "event", "fact", "prediction", "reply", "reason", "why");

  /** Files beyond this are not read for pages. */
  private static final long LARGEST = 256L << 20;

  private static final int SEEN = 300;

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
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        if (Files.size(file) <= LARGEST) {
          boolean scores = file.getFileName().toString().startsWith("scores");
          RunReport.nodes(file).forEach(line -> list.add(file, line, scores));
        }
      }
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
    return list;
  }

  private void add(Path file, JsonNode line, boolean scores) {
    String key =
        KEYS.stream()
            .filter(name -> !name.equals("question") || isQuestion(line.path(name)))
            .map(name -> line.path(name).asText(""))
            .filter(k -> !k.isEmpty())
            .findFirst()
            .orElse("");
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
   * order} worst (low values first) or best.
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
      default -> found.toList();
    };
  }

  private static Comparator<Entry> by(String metric, int sign) {
    return Comparator.comparingDouble(item -> {
      Double value = item.values.get(metric);
      return value == null ? Double.POSITIVE_INFINITY : sign * value;
    });
  }
}
