package dev.locomo.eval.protocol.reference.prompt;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where each text stands in the original, and its hash.
 *
 * @param commit the original's commit
 * @param texts in the order in which they are stored
 */
record Catalogue(String commit, List<Text> texts) {
  /**
   * One text.
   *
   * @param key our name for it
   * @param file path in the checkout
   * @param after the code in front of the literal; null for the whole file
   * @param nth which of the literals that follow such code, from 0
   * @param sha256 of the text's UTF-8 bytes
   */
  record Text(
      String key,
      String file,
      @Nullable String after,
      @JsonProperty(defaultValue = "0") int nth,
      String sha256) {}

  private static final class Holder {
    static final Catalogue CATALOGUE = read();

    private static Catalogue read() {
      try (var in = Catalogue.class.getResourceAsStream("catalogue-3eb6f2c.json")) {
        return JsonFiles.MAPPER.readValue(in, Catalogue.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The only one there is. */
  static Catalogue get() {
    return Holder.CATALOGUE;
  }

  /** The files that hold the texts, without repeats. */
  List<String> files() {
    return texts.stream().map(Text::file).distinct().toList();
  }
}
