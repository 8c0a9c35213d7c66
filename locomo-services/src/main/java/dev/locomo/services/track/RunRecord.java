package dev.locomo.services.track;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run's folder says about it, for a tracker; read anew each time, for it grows.
 *
 * @param folder the run's folder
 */
record RunRecord(Path folder) {
  /** Files that a tracker keeps, as far as they are there; those with the replies stay here. */
  private static final List<String> KEPT =
      List.of("spec.json", "manifest.json", "report.json", "scores.jsonl");

  private JsonNode read(String file) {
    Path path = folder.resolve(file);
    return Files.exists(path)
        ? JsonFiles.read(path, JsonFiles.MAPPER::readTree)
        : JsonFiles.MAPPER.createObjectNode();
  }

  /** The settings that can change a result. */
  SortedMap<String, String> parameters() {
    var parameters = new TreeMap<String, String>();
    read("spec.json")
        .path("settings")
        .properties()
        .forEach(setting -> parameters.put(setting.getKey(), setting.getValue().asText()));
    return parameters;
  }

  /** What identifies the run: fingerprint, data, program; the commit where it is known. */
  SortedMap<String, String> tags() {
    var tags = new TreeMap<String, String>();
    tags.put("fingerprint", read("spec.json").path("fingerprint").asText());
    JsonNode manifest = read("manifest.json");
    for (String name : List.of("run_id", "program", "commit", "java", "model", "data_sha256")) {
      if (manifest.path(name).isTextual()) {
        tags.put(name, manifest.path(name).asText());
      }
    }
    return tags;
  }

  /** How it ended: {@code complete}, {@code interrupted}, {@code stopped}, {@code running}. */
  String status() {
    return read("manifest.json").path("status").asText("running");
  }

  /**
   * Every number of the report and of the run's usage, by its place: {@code
   * metrics/token-f1/overall/mean}, with its interval {@code .../low} and {@code .../high}.
   */
  SortedMap<String, Double> figures() {
    var figures = new TreeMap<String, Double>();
    collect("", read("report.json"), figures);
    collect("usage/", read("manifest.json").path("usage"), figures);
    return figures;
  }

  private static void collect(String at, JsonNode node, SortedMap<String, Double> into) {
    for (var field : node.properties()) {
      String name = at + field.getKey().replaceAll("[^\\w.-]+", "_");
      if (field.getValue().isNumber()) {
        into.put(name, field.getValue().doubleValue());
      } else if (field.getValue().isObject()) {
        collect(name + "/", field.getValue(), into);
      }
    }
  }

  /** The files to keep. */
  List<Path> files() {
    return KEPT.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
  }
}
