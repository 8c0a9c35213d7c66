package dev.locomo.eval.protocol.reference.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.core.python.PythonNumber;
import dev.locomo.core.run.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The original's statistics of one model in an output file: what its {@code analyze_aggr_acc}
 * prints and writes, character by character. Questions without a score count as questions; evidence
 * that cannot be read drops its question from the tables by distance only.
 */
public final class ReferenceStatistics {
  /** In this order the original prints them. */
  private static final List<String> CATEGORIES = List.of("4", "1", "2", "3", "5");

  private static final String IN_EACH = "accuracy in each category: \n";
  private static final int BUCKET = 1000;

  private final String modelKey;
  private final boolean rag;
  private final StringBuilder report = new StringBuilder();
  private final Sums counts = new Sums();
  private final Sums accuracy = new Sums();
  private final Sums recall = new Sums();
  private final Map<String, Sums> countsByMemory = new LinkedHashMap<>();
  private final Map<String, Sums> accuracyByMemory = new LinkedHashMap<>();
  private final Sums countsByContext = new Sums();
  private final Sums accuracyByContext = new Sums();

  private ReferenceStatistics(String modelKey, boolean rag) {
    this.modelKey = modelKey;
    this.rag = rag;
  }

  /** Python's sums by key, in order of first occurrence. */
  private static final class Sums extends LinkedHashMap<String, PythonNumber> {
    void add(String key, PythonNumber value) {
      merge(key, PythonNumber.ZERO.plus(value), (old, x) -> old.plus(value));
    }

    void one(String key) {
      add(key, new PythonNumber(1, true));
    }

    /** Looking at a key puts it there. */
    PythonNumber look(String key) {
      return computeIfAbsent(key, k -> PythonNumber.ZERO);
    }

    PythonNumber sum() {
      return values().stream().reduce(PythonNumber.ZERO, PythonNumber::plus);
    }

    ObjectNode json() {
      var json = JsonFiles.MAPPER.createObjectNode();
      forEach((key, value) -> json.set(key, ReferenceOutFile.node(value)));
      return json;
    }
  }

  /**
   * What the statistics come to.
   *
   * @param modelKey whose they are
   * @param entry what the statistics file says of it
   * @param report what is printed, lines ended by line feeds
   */
  public record Result(String modelKey, ObjectNode entry, String report) {
    /**
     * Puts the entry into a statistics file, in place of the model's old one; the entries of other
     * models stay.
     *
     * @throws DataError when the file exists and is no JSON object
     */
    public void writeInto(Path file) {
      JsonNode all =
          Files.exists(file)
              ? JsonFiles.read(file, JsonFiles.MAPPER::readTree)
              : JsonFiles.MAPPER.createObjectNode();
      if (!(all instanceof ObjectNode entries)) {
        throw new DataError(file.toString(), "/", "found no object; expected statistics by model");
      }
      entries.set(modelKey, entry);
      AtomicFile.writeText(file, JsonDump.text(entries));
    }
  }

  /** The statistics file that goes with an output file: every {@code .json} in its name changes. */
  public static Path file(Path outFile) {
    return Path.of(outFile.toString().replace(".json", "_stats.json"));
  }

  /**
   * Computes.
   *
   * @param dataFile where the conversations are
   * @param out the scored questions
   * @param modelKey whose scores; see {@link ReferenceOutFile#modelKey}
   * @param rag whether recall is averaged, instead of the tables by distance
   * @throws DataError when there is no question, a sample is not in the data, or a score is no
   *     number
   */
  public static Result of(Path dataFile, ReferenceOutFile out, String modelKey, boolean rag) {
    var conversations = new HashMap<String, TurnPositions>();
    DatasetReader.eachSample(
        dataFile,
        (index, json) ->
            conversations.put(
                json.path("sample_id").asText(), new TurnPositions(json.path("conversation"))));
    var statistics = new ReferenceStatistics(modelKey, rag);
    out.samples()
        .forEach((sample, json) -> {
          var positions = conversations.get(sample);
          if (positions == null) {
            throw new DataError(
                dataFile.toString(), "", "found no sample \"" + sample + "\" of the output");
          }
          json.get("qa").forEach(item -> statistics.add(sample, item, positions));
        });
    return statistics.result(dataFile);
  }

  private void add(String sample, JsonNode item, TurnPositions positions) {
    String category = item.path("category").asText();
    counts.one(category);
    if (!item.has(modelKey + "_f1")) {
      reportUnscored(item);
      return;
    }
    PythonNumber score = number(sample, item, "_f1");
    accuracy.add(category, score);
    var evidence =
        item.path("evidence")
            .valueStream()
            .map(e -> e.asText().replace("(", "").replace(")", ""))
            .toList();
    if (evidence.isEmpty()) {
      return;
    }
    if (rag) {
      recall.add(category, number(sample, item, "_recall"));
    } else {
      addDistances(category, score, evidence, positions);
    }
  }

  private void reportUnscored(JsonNode item) {
    var keys = JsonFiles.MAPPER.createArrayNode();
    item.fieldNames()
        .forEachRemaining(key -> {
          if (key.contains("mistral")) {
            keys.add(key);
          }
        });
    report.append(PythonLiteral.repr(keys)).append(' ').append(modelKey).append("_f1\n");
  }

  private PythonNumber number(String sample, JsonNode item, String suffix) {
    JsonNode value = item.path(modelKey + suffix);
    if (!value.isNumber()) {
      throw new DataError(
          "the output file",
          sample,
          "found " + modelKey + suffix + " = " + value + "; expected a number");
    }
    return new PythonNumber(value.doubleValue(), value.isIntegralNumber());
  }

  /** What was added before the evidence turns out to be malformed stays added. */
  private void addDistances(
      String category, PythonNumber score, List<String> evidence, TurnPositions positions) {
    try {
      int first = positions.first(evidence);
      String memory = bucket(first);
      countsByMemory.computeIfAbsent(category, c -> new Sums()).one(memory);
      accuracyByMemory.computeIfAbsent(category, c -> new Sums()).add(memory, score);
      if (category.equals("1")) {
        String context = bucket(positions.last(evidence) - first);
        countsByContext.one(context);
        accuracyByContext.add(context, score);
      }
    } catch (PythonError e) {
      // The original ignores it too.
    }
  }

  private static String bucket(int length) {
    return Integer.toString(Math.ceilDiv(length, BUCKET));
  }

  private Result result(Path dataFile) {
    if (counts.isEmpty()) {
      throw new DataError(dataFile.toString(), "", "found no question to count");
    }
    reportAccuracy();
    var entry = JsonFiles.MAPPER.createObjectNode();
    entry.set("category_counts", counts.json());
    entry.set("cum_accuracy_by_category", accuracy.json());
    if (rag) {
      var byCategory = entry.putObject("recall_by_category");
      recall.forEach((c, sum) -> byCategory.put(c, sum.value() / counts.look(c).value()));
      reportRecall();
    } else {
      entry.set("category_counts_by_memory", nested(countsByMemory));
      entry.set("cum_accuracy_by_category_by_memory", nested(accuracyByMemory));
      entry.set("context_length_counts", countsByContext.json());
      entry.set("cum_accuracy_by_context_length", accuracyByContext.json());
    }
    return new Result(modelKey, entry, report.toString());
  }

  private static ObjectNode nested(Map<String, Sums> byCategory) {
    var json = JsonFiles.MAPPER.createObjectNode();
    byCategory.forEach((category, sums) -> json.set(category, sums.json()));
    return json;
  }

  private void reportAccuracy() {
    report.append("Total number of questions and corresponding ").append(IN_EACH);
    var total = PythonNumber.ZERO;
    var asked = PythonNumber.ZERO;
    for (String category : CATEGORIES) {
      var count = counts.look(category);
      if (count.value() == 0) {
        report.append("No questions found in category ").append(category).append('\n');
      } else {
        var sum = accuracy.look(category);
        report.append(category).append(' ').append(count).append(' ').append(sum);
        report.append(' ').append(rounded(sum, count)).append('\n');
      }
      total = total.plus(accuracy.look(category));
      asked = asked.plus(count);
    }
    report.append("Overall accuracy:  ").append(rounded(total, asked)).append('\n');
  }

  private void reportRecall() {
    report.append("Category and corresponding recall ").append(IN_EACH);
    for (String category : CATEGORIES) {
      var count = counts.look(category);
      if (count.value() == 0) {
        report.append("No questions found in category ").append(category).append('\n');
      } else {
        report.append(category).append(' ').append(rounded(recall.look(category), count));
        report.append('\n');
      }
    }
    double overall = recall.sum().value() / counts.sum().value();
    report.append("Overall recall accuracy:  ").append(PythonNumber.repr(overall)).append('\n');
  }

  private static String rounded(PythonNumber sum, PythonNumber count) {
    return PythonNumber.repr(PythonNumber.round(sum.value() / count.value(), 3));
  }
}
