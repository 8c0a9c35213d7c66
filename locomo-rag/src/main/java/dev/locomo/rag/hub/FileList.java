package dev.locomo.rag.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.WeightsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The files that a file of a model names. */
final class FileList {
  private FileList() {}

  /**
   * The shards that a {@code *.index.json} names, the settings of the modules that a {@code
   * modules.json} names; empty for any other file.
   *
   * @throws DataError when it is malformed, or names a file outside the folder
   */
  static Collection<String> read(Path folder, String name) {
    Path file = folder.resolve(name);
    var named = new TreeSet<String>();
    if (name.endsWith(".index.json")) {
      named.addAll(new WeightsFile(file).shards());
    } else if (name.equals("modules.json") && Files.exists(file)) {
      for (JsonNode module : JsonFiles.read(file, JsonFiles.MAPPER::readTree)) {
        String path = module.path("path").asText();
        if (!path.isEmpty()) {
          named.add(inside(file, path) + "/config.json");
        }
      }
    }
    return List.copyOf(named);
  }

  private static String inside(Path file, String name) {
    if (!WeightsFile.isInside(name)) {
      throw new DataError(file.toString(), "", "names \"" + name + "\"; expected a file beside it");
    }
    return name;
  }
}
