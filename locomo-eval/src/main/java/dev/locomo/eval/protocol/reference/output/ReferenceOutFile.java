package dev.locomo.eval.protocol.reference.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.python.JsonDump;
import dev.locomo.core.python.PythonNumber;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Printable;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The original's output JSON: samples with their raw {@code qa} items, to which each model adds
 * keys of its own. All models share one file; what other models and other samples have in it is
 * kept, and so is the place of every key. Written byte for byte as the original writes it.
 */
public final class ReferenceOutFile {
  private final String name;
  private final Map<String, ObjectNode> samples = new LinkedHashMap<>();

  private ReferenceOutFile(String name) {
    this.name = name;
  }

  /**
   * What a run adds.
   *
   * @param modelKey start of its keys, see {@link #modelKey}
   * @param samples ids of the samples that belong to the run, also those without a result
   * @param results by question; a question without one keeps what it has
   */
  public record Run(String modelKey, Set<String> samples, Map<QuestionId, Entry> results) {}

  /**
   * What a run says of a question; null leaves the key as it is.
   *
   * @param prediction the answer
   * @param context ids of what was retrieved, best first
   * @param f1 rounded as the original rounds it
   * @param recall likewise
   */
  public record Entry(
      @Nullable String prediction,
      @Nullable List<String> context,
      @Nullable PythonNumber f1,
      @Nullable PythonNumber recall) {}

  /**
   * The start of a run's keys: the model's name, and when something is retrieved {@code
   * NAME_MODE_top_K}.
   *
   * @param ragMode for example {@code dialog}, or null when nothing is retrieved
   */
  public static String modelKey(String model, @Nullable String ragMode, int topK) {
    return ragMode == null ? model : model + "_" + ragMode + "_top_" + topK;
  }

  /** A file without anything in it yet. */
  public static ReferenceOutFile empty() {
    return new ReferenceOutFile("");
  }

  /**
   * Reads a file; one that does not exist is empty.
   *
   * @throws DataError when it is not such a file
   */
  public static ReferenceOutFile open(Path file) {
    var out = new ReferenceOutFile(file.toString());
    if (Files.exists(file)) {
      DatasetReader.eachSample(file, (index, json) -> out.load("/" + index, json));
    }
    return out;
  }

  private void load(String pointer, JsonNode json) {
    if (!json.path("sample_id").isTextual() || !json.path("qa").isArray()) {
      throw new DataError(name, pointer, "found no sample_id or no qa; expected both");
    }
    samples.put(json.get("sample_id").textValue(), (ObjectNode) json);
  }

  /** The samples, in the order of the file; what is changed here is changed in the file. */
  Map<String, ObjectNode> samples() {
    return samples;
  }

  /**
   * The answers of a model that are in the file; the original asks these questions again only when
   * told to.
   */
  public Map<QuestionId, Entry> predictions(String modelKey) {
    var found = new LinkedHashMap<QuestionId, Entry>();
    samples.forEach((sample, json) -> {
      for (int i = 0; i < json.get("qa").size(); i++) {
        var item = json.get("qa").get(i);
        var prediction = item.get(modelKey + "_prediction");
        if (prediction != null) {
          var context = texts(item.get(modelKey + "_prediction_context"));
          found.put(new QuestionId(sample, i), new Entry(prediction.asText(), context, null, null));
        }
      }
    });
    return found;
  }

  private static @Nullable List<String> texts(@Nullable JsonNode array) {
    return array == null ? null : array.valueStream().map(JsonNode::asText).toList();
  }

  /**
   * Adds a run. Items that the file does not have yet are copied from the data file as they are.
   *
   * @throws DataError when the data file cannot be read, or the file has another number of
   *     questions in a sample than the data
   */
  public void add(Path dataFile, Run run) {
    DatasetReader.eachSample(
        dataFile,
        (index, json) -> {
          String sample = json.path("sample_id").asText();
          if (run.samples().contains(sample)) {
            add(sample, json.path("qa"), run);
          }
        });
  }

  private void add(String sample, JsonNode questions, Run run) {
    var known = samples.get(sample);
    JsonNode qa = known == null ? questions : known.get("qa");
    if (qa.size() != questions.size()) {
      throw new DataError(
          name,
          sample,
          "found %s; expected the %d of the data"
              .formatted(Printable.counted(qa.size(), "question"), questions.size()));
    }
    for (int i = 0; i < qa.size(); i++) {
      var entry = run.results().get(new QuestionId(sample, i));
      if (entry != null && qa.get(i) instanceof ObjectNode item) {
        add(item, run.modelKey(), entry);
      }
    }
    var whole = JsonFiles.MAPPER.createObjectNode().put("sample_id", sample);
    samples.put(sample, whole.set("qa", qa));
  }

  private static void add(ObjectNode item, String modelKey, Entry entry) {
    if (entry.prediction() != null) {
      item.put(modelKey + "_prediction", entry.prediction());
    }
    if (entry.context() != null) {
      ArrayNode ids = JsonFiles.MAPPER.createArrayNode();
      entry.context().forEach(ids::add);
      item.set(modelKey + "_prediction_context", ids);
    }
    if (entry.f1() != null) {
      item.set(modelKey + "_f1", node(entry.f1()));
    }
    if (entry.recall() != null) {
      item.set(modelKey + "_recall", node(entry.recall()));
    }
  }

  static JsonNode node(PythonNumber number) {
    return number.integer()
        ? LongNode.valueOf((long) number.value())
        : DoubleNode.valueOf(number.value());
  }

  /** Drops the items that have no prediction of a model. */
  public void keepOnly(String modelKey) {
    for (var sample : samples.values()) {
      ArrayNode kept = JsonFiles.MAPPER.createArrayNode();
      sample
          .get("qa")
          .forEach(item -> {
            if (item.has(modelKey + "_prediction")) {
              kept.add(item);
            }
          });
      sample.set("qa", kept);
    }
  }

  /** Writes the file, replacing an old one at once. */
  public void write(Path file) {
    ArrayNode all = JsonFiles.MAPPER.createArrayNode().addAll(samples.values());
    AtomicFile.write(
        file,
        out -> {
          var writer = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
          JsonDump.write(all, writer);
          writer.flush();
        });
  }
}
