package dev.locomo.eval.protocol.locomo;

import dev.locomo.core.dataset.json.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.text.StringSubstitutor;

/**
 * The prompt texts, one resource file each with its version in the name. A changed prompt is a new
 * version.
 */
final class Prompts {
  /** Version of the texts; part of every file's name. */
  static final String VERSION = "1";

  private static final List<String> NAMES =
      List.of("system", "question", "choice", "batch", "bare");

  private final Map<String, String> texts = new TreeMap<>();

  Prompts() {
    NAMES.forEach(name -> texts.put(name, read(name + "-" + VERSION + ".txt")));
  }

  /** The text with its slots filled; what is filled in is never looked at for slots again. */
  String fill(String name, Map<String, String> slots) {
    var text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no prompt is called " + name);
    }
    return new StringSubstitutor(slots, "{{", "}}")
        .setDisableSubstitutionInValues(true)
        .setEnableUndefinedVariableException(true)
        .replace(text);
  }

  /** All texts by name. */
  Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  /** SHA-256 over all texts. */
  String hash() {
    return Sha256.of(texts.toString());
  }

  private static String read(String file) {
    try (var in = Prompts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the prompt " + file + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
