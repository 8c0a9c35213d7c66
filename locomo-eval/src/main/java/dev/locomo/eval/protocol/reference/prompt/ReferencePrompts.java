package dev.locomo.eval.protocol.reference.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The prompt texts of the original at commit 3eb6f2c, each verified by its hash. They are stored in
 * one JSON file in the user's home, never in this project.
 */
public final class ReferencePrompts {
  private final Map<String, String> byKey;

  ReferencePrompts(Map<String, String> byKey) {
    this.byKey = Collections.unmodifiableMap(byKey);
  }

  /**
   * Verifies texts.
   *
   * @param texts by key; keys that the catalogue does not have are left out
   * @param from where they come from, for messages
   * @throws DataError when one is missing or another text, naming it
   */
  static ReferencePrompts verified(Map<String, String> texts, String from) {
    var byKey = new LinkedHashMap<String, String>();
    for (var entry : Catalogue.get().texts()) {
      String text = texts.get(entry.key());
      String found = text == null ? "no text" : "a text with SHA-256 " + Sha256.of(text);
      if (text == null || !Sha256.of(text).equals(entry.sha256())) {
        String expected = "; expected " + entry.sha256() + " of commit " + Catalogue.get().commit();
        throw new DataError(
            from, entry.key() + " (" + entry.file() + ")", "found " + found + expected);
      }
      byKey.put(entry.key(), text);
    }
    return new ReferencePrompts(byKey);
  }

  /**
   * Where the texts are stored: {@code protocols/reference-3eb6f2c.json} in {@code LOCOMO_HOME}, or
   * in {@code ~/.locomo}.
   *
   * @param locomoHome value of the environment variable, or null
   */
  public static Path file(@Nullable String locomoHome) {
    Path home =
        locomoHome == null || locomoHome.isBlank()
            ? Path.of(System.getProperty("user.home"), ".locomo")
            : Path.of(locomoHome);
    return home.resolve("protocols").resolve("reference-3eb6f2c.json");
  }

  /**
   * Reads stored texts and verifies them again.
   *
   * @throws UserError when nothing was imported yet
   * @throws DataError when the file cannot be read or a text is another one
   */
  public static ReferencePrompts load(Path file) {
    if (!Files.exists(file)) {
      throw new UserError(
          "the prompts of the original are not imported (no " + file + ")",
          "locomo protocol import --from CHECKOUT, or locomo protocol import --download");
    }
    JsonNode json = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    var texts = new LinkedHashMap<String, String>();
    for (var member : json.path("texts").properties()) {
      texts.put(member.getKey(), member.getValue().asText());
    }
    return verified(texts, file.toString());
  }

  /** Stores the texts, replacing the file at once. */
  public void save(Path file) {
    var json = JsonFiles.MAPPER.createObjectNode().put("commit", Catalogue.get().commit());
    byKey.forEach(json.putObject("texts")::put);
    AtomicFile.writeText(file, json.toPrettyString() + "\n");
  }

  /** All keys, in a fixed order. */
  public Set<String> keys() {
    return byKey.keySet();
  }

  /**
   * The text of a key, such as {@code qa.gpt.QA_PROMPT}.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public String text(String key) {
    String text = byKey.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no prompt is called " + key);
    }
    return text;
  }

  /** SHA-256 of the hashes of all texts: the same for everybody who imported. */
  public String hash() {
    var all = new StringBuilder();
    Catalogue.get().texts().forEach(t -> all.append(t.key()).append(t.sha256()).append('\n'));
    return Sha256.of(all.toString());
  }
}
