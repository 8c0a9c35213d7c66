package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A folder of examples for the prompts, as the original's {@code --prompt-dir}: it takes the place
 * of the imported ones.
 *
 * @param texts the files' content, by {@code examples.} and their name
 */
public record ExampleFolder(SortedMap<String, String> texts) {
  private static final List<String> FILES =
      List.of(
          "persona_generation_examples.json",
          "event_generation_examples.json",
          "graph_generation_examples.json",
          "fact_generation_examples_new.json",
          "image_sharing_examples.json");

  /**
   * Reads its five files.
   *
   * @throws UserError when there is no such folder
   * @throws DataError when a file is missing or holds no examples
   */
  public static ExampleFolder read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("there is no folder of examples " + folder, "--prompt-dir DIR");
    }
    var texts = new TreeMap<String, String>();
    FILES.forEach(name -> texts.put("examples." + name, text(folder.resolve(name))));
    return new ExampleFolder(texts);
  }

  private static String text(Path file) {
    JsonNode json = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (!json.path("examples").isArray() || json.path("examples").isEmpty()) {
      throw new DataError(file.toString(), "/examples", "found no examples; expected an array");
    }
    return UserFile.text(file, 1 << 24);
  }

  /** The imported texts with these examples in place of theirs. */
  public UnaryOperator<String> over(UnaryOperator<String> imported) {
    return key -> texts.containsKey(key) ? texts.get(key) : imported.apply(key);
  }

  /** SHA-256 of all of them. */
  public String hash() {
    return Sha256.of(texts.toString());
  }
}
