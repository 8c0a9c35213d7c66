package dev.locomo.gen.prompt;

import dev.locomo.core.dataset.json.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.text.StringSubstitutor;

/**
 * The prompt texts of the generator, one resource file each with its version in the name. A changed
 * prompt is a new version.
 */
public final class Prompts {
  /** Version of the texts; part of every file's name. */
  public static final String VERSION = "1";

  private static final List<String> NAMES =
      List.of(
          "persona",
          "pair",
          "events-first",
          "events-more",
          "turn",
          "photo-query",
          "facts",
          "reflection",
          "recap",
          "question-single-hop",
          "question-multi-hop",
          "question-temporal",
          "question-open-domain",
          "question-adversarial",
          "answer",
          "again");

  private static final Prompts BUILT_IN = new Prompts();

  private final SortedMap<String, String> texts = new TreeMap<>();

  private Prompts() {
    NAMES.forEach(name -> texts.put(name, read(name + "-" + VERSION + ".txt")));
  }

  /** The ones that come with the program. */
  public static Prompts builtIn() {
    return BUILT_IN;
  }

  /**
   * The text with its slots filled; what is filled in is never looked at for slots again.
   *
   * @throws IllegalArgumentException when there is no such prompt, or a slot has no value
   */
  public String fill(String name, Map<String, String> slots) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no prompt is called " + name);
    }
    return new StringSubstitutor(slots, "{{", "}}")
        .setDisableSubstitutionInValues(true)
        .setEnableUndefinedVariableException(true)
        .setEscapeChar('\0')
        .replace(text);
  }

  /** Name and version, for example {@code generate@1}. */
  public String id() {
    return "generate@" + VERSION;
  }

  /** SHA-256 over all texts. */
  public String hash() {
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
