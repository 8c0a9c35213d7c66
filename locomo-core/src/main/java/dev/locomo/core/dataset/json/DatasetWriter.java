package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.python.JsonDump;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Writes a data set in the published format, so that {@link DatasetReader} reads the same samples
 * again. Streams are the caller's to open and close; {@link dev.locomo.core.run.AtomicFile} gives
 * one that replaces a file whole or not at all, also the one that was read.
 */
public final class DatasetWriter {
  /** Numbers keep their digits: what is not understood here must come out as it went in. */
  private static final ObjectMapper EXACT =
      JsonFiles.MAPPER
          .copy()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

  private DatasetWriter() {}

  /**
   * Writes a file from nothing but the records. Answers become strings, and dates without a session
   * become empty ones, as the records do not keep more.
   */
  public static void write(Dataset data, OutputStream out) throws IOException {
    write(data.samples().stream().map(DatasetWriter::json).toList(), out);
  }

  /** A sample as it is written. */
  public static ObjectNode json(Sample sample) {
    return SampleJson.of(sample);
  }

  /** Writes samples that are JSON already. */
  public static void write(Collection<? extends JsonNode> samples, OutputStream out)
      throws IOException {
    dump(JsonNodeFactory.instance.arrayNode().addAll(samples), true, out);
  }

  /**
   * Writes a file as another one with what has changed since that was read: whatever is equal is
   * taken over as it stands there, unknown keys included. The samples are those of {@code data}, in
   * its order.
   *
   * @param original the file that {@code data} was read from
   * @param data with the original's SHA-256
   * @throws DataError when the original has become another file, or unreadable
   */
  public static void update(Path original, Dataset data, OutputStream out) throws IOException {
    Map<String, JsonNode> bySample = new HashMap<>();
    var spellings = new LocomoSpellings(data.profile(), new Findings());
    String sha256 =
        DatasetReader.eachSample(
            original,
            EXACT::createParser,
            (_, json) -> {
              spellings.published(new Node(original.toString(), "", json));
              bySample.put(json.path("sample_id").asText(), json);
            });
    if (!sha256.equals(data.sha256())) {
      throw new DataError(
          original.toString(),
          "",
          "has changed since it was read (SHA-256 " + sha256 + "; expected " + data.sha256() + ")");
    }
    var array = JsonNodeFactory.instance.arrayNode();
    for (var sample : data.samples()) {
      JsonNode was = bySample.get(sample.id());
      array.add(
          was == null ? SampleJson.of(sample) : updated(original, was, sample, data.profile()));
    }
    dump(array, isAscii(original), out);
  }

  private static JsonNode updated(
      Path original, JsonNode json, Sample sample, BenchmarkProfile profile) {
    var node = new Node(original.toString(), "/" + sample.id(), json);
    var before = LocomoFormat.sample(node, profile);
    return carriedOver(json, SampleJson.of(before), SampleJson.of(sample));
  }

  /** Whether the file escapes what is not ASCII, as the published one does. */
  private static boolean isAscii(Path file) {
    return JsonFiles.read(file, DatasetWriter::isAscii);
  }

  private static boolean isAscii(InputStream in) throws IOException {
    byte[] block = new byte[1 << 16];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      for (int i = 0; i < n; i++) {
        if (block[i] < 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static void dump(ArrayNode array, boolean ascii, OutputStream out) throws IOException {
    var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    JsonDump.write(array, ascii, text);
    text.flush();
  }

  /**
   * The file's JSON with the difference between the other two: where they are equal its own JSON
   * stays, whatever its spelling; where they differ the change is made, member by member, and
   * members that neither knows stay where they are. None of the three is altered.
   */
  private static JsonNode carriedOver(JsonNode file, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return file;
    }
    if (file instanceof ObjectNode f
        && before instanceof ObjectNode b
        && after instanceof ObjectNode a) {
      return object(f, b, a);
    }
    if (file instanceof ArrayNode f
        && before instanceof ArrayNode b
        && after instanceof ArrayNode a
        && f.size() == b.size()) {
      return array(f, b, a);
    }
    return after;
  }

  private static ObjectNode object(ObjectNode file, ObjectNode before, ObjectNode after) {
    var result = JsonNodeFactory.instance.objectNode();
    for (var member : file.properties()) {
      String key = member.getKey();
      if (after.has(key) || !before.has(key)) {
        result.set(key, member(member.getValue(), before.path(key), after.path(key)));
      }
    }
    for (var member : after.properties()) {
      boolean added = !member.getValue().equals(before.get(member.getKey()));
      if (added && !file.has(member.getKey())) {
        result.set(member.getKey(), member.getValue());
      }
    }
    return result;
  }

  private static JsonNode member(JsonNode file, JsonNode before, JsonNode after) {
    return after.isMissingNode() ? file : carriedOver(file, before, after);
  }

  /** Of as many elements each goes with its own; otherwise with an equal one, if there is one. */
  private static ArrayNode array(ArrayNode file, ArrayNode before, ArrayNode after) {
    var result = JsonNodeFactory.instance.arrayNode();
    if (before.size() == after.size()) {
      for (int i = 0; i < after.size(); i++) {
        result.add(carriedOver(file.get(i), before.get(i), after.get(i)));
      }
      return result;
    }
    Map<JsonNode, Queue<JsonNode>> kept = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      kept.computeIfAbsent(before.get(i), _ -> new ArrayDeque<>()).add(file.get(i));
    }
    for (var element : after) {
      JsonNode same = kept.getOrDefault(element, new ArrayDeque<>()).poll();
      result.add(same == null ? element : same);
    }
    return result;
  }
}
