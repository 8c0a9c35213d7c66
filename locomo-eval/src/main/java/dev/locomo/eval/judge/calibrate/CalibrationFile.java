package dev.locomo.eval.judge.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.eval.judge.JudgeJson;
import dev.locomo.eval.judge.PanelResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code calibration.json}: what calibrating found, for people, scripts and later reports. */
public final class CalibrationFile {
  /** Its name in the folder of a calibration. */
  public static final String NAME = "calibration.json";

  private static final int FORMAT = 1;

  private CalibrationFile() {}

  /** The document, without what only the command knows. */
  public static ObjectNode document(PanelResult panel, List<Calibration> calibrations) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("format", FORMAT).put("level", 0.95).put("repeats", panel.judging().repeats());
    ArrayNode judges = root.putArray("judges");
    for (var calibration : calibrations) {
      ObjectNode judge = JudgeJson.head(calibration.judge());
      ArrayNode kinds = judge.putArray("kinds");
      calibration.kinds().forEach(kind -> kinds.add(kind(kind)));
      judge.set("flips", JudgeJson.flips(calibration.flips()));
      judges.add(judge);
    }
    JudgeJson.agreement(panel, root);
    return root;
  }

  private static ObjectNode kind(Calibration.OfKind kind) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("kind", kind.kind().label()).put("error", kind.kind().error());
    node.setAll(rate(kind.all()));
    ObjectNode categories = node.putObject("by_category");
    kind.byCategory().forEach((category, r) -> categories.set(category.label(), rate(r)));
    return node;
  }

  private static ObjectNode rate(ErrorRate rate) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("asked", rate.asked()).put("judged", rate.judged()).put("errors", rate.errors());
    var share = rate.rate();
    node.put("rate", share.isPresent() ? (Double) share.getAsDouble() : null);
    var interval = rate.interval().orElse(null);
    return node.put("low", interval == null ? null : (Double) interval.low())
        .put("high", interval == null ? null : (Double) interval.high());
  }

  /**
   * The calibration of a judge in a folder beside another: the same model at the same address, by a
   * rubric with the same texts. Of several the one in the last folder by name.
   *
   * @param folder whose neighbours are looked at
   * @param model id of the judge's model
   * @param rubricHash of the texts of its rubric
   * @param asked where and how, as {@link #asked} has it
   * @return the judge's entry with {@code file} and the {@code data_sha256} it was made from
   */
  public static Optional<ObjectNode> beside(
      Path folder, String model, String rubricHash, String asked) {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return Optional.empty();
    }
    return files(parent).stream()
        .flatMap(file -> entries(file, asked).stream())
        .filter(entry -> entry.path("model").asText().equals(model))
        .filter(entry -> entry.path("rubric_sha256").asText().equals(rubricHash))
        .reduce((_, last) -> last);
  }

  private static List<Path> files(Path parent) {
    try (var folders = Files.list(parent)) {
      return folders.map(f -> f.resolve(NAME)).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new DataError(parent.toString(), "", "cannot be listed (" + UserFile.why(e) + ")", e);
    }
  }

  /** Where judges were asked and what was wanted in every request, of a document about them. */
  public static String asked(JsonNode document) {
    return (document.path("base_url").asText() + " " + document.path("requests").asText()).strip();
  }

  /** Every judge of a calibration that was asked like that. */
  private static List<ObjectNode> entries(Path file, String asked) {
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    var entries = new ArrayList<ObjectNode>();
    if (root.path("format").asInt() == FORMAT && asked(root).equals(asked)) {
      for (JsonNode entry : root.path("judges")) {
        ObjectNode found = JsonFiles.MAPPER.createObjectNode();
        found.put("file", file.toString()).set("data_sha256", root.path("data_sha256"));
        found.setAll((ObjectNode) entry);
        entries.add(found);
      }
    }
    return entries;
  }
}
