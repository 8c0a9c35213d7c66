package dev.locomo.eval.protocol;

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
 * Prompt texts that come with the program, one resource file each with its version in the name. A
 * changed prompt is a new version.
 */
public final class PromptTexts {
  private final Map<String, String> texts = new TreeMap<>();

  /**
   * Reads them.
   *
   * @param home class beside which the files are
   * @param version the end of their names, for example {@code 1} of {@code system-1.txt}
   * @param names the names without it
   */
  public PromptTexts(Class<?> home, String version, List<String> names) {
    names.forEach(name -> texts.put(name, read(home, name + "-" + version + ".txt")));
  }

  /** The text with its slots filled; what is filled in is never looked at for slots again. */
  public String fill(String name, Map<String, String> slots) {
    var text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no prompt is called " + name);
    }
    return new StringSubstitutor(slots, "{{", "}}")
        .setDisableSubstitutionInValues(true)
        .setEnableUndefinedVariableException(true)
        .replace(text);
  }

  /** All texts by name, slots unfilled. */
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  /** SHA-256 over all texts, 64 hex digits. */
  public String hash() {
    return Sha256.of(texts.toString());
  }

  private static String read(Class<?> home, String file) {
    try (var in = home.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the prompt " + file + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
