package dev.locomo.eval.protocol.reference.prompt;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.eval.protocol.reference.prompt.Catalogue.Text;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Extracts the prompt texts from the files of the original project. */
public final class PromptImport {
  private static final int LARGEST = 1 << 24;

  private PromptImport() {}

  /**
   * From a checkout of commit 3eb6f2c, or of a later one that did not change the texts.
   *
   * @throws DataError when a file is missing, or a text is missing or another one, naming it
   */
  public static ReferencePrompts fromCheckout(Path checkout) {
    var contents = new HashMap<String, String>();
    Catalogue.get().files().forEach(file -> contents.put(file, read(checkout.resolve(file))));
    return from(checkout.toString(), contents);
  }

  /**
   * From texts of files.
   *
   * @param name where they come from, for messages
   * @param contents by path in the checkout
   */
  static ReferencePrompts from(String name, Map<String, String> contents) {
    var sources = new HashMap<String, PythonSource>();
    var texts = new LinkedHashMap<String, String>();
    for (Text wanted : Catalogue.get().texts()) {
      extract(wanted, contents, sources).ifPresent(text -> texts.put(wanted.key(), text));
    }
    return ReferencePrompts.verified(texts, name);
  }

  private static Optional<String> extract(
      Text wanted, Map<String, String> contents, Map<String, PythonSource> sources) {
    String content = contents.getOrDefault(wanted.file(), "").replace("\r\n", "\n");
    if (wanted.after() == null) {
      return Optional.of(content);
    }
    try {
      return sources
          .computeIfAbsent(wanted.file(), file -> PythonSource.parse(content))
          .literalAfter(wanted.after(), wanted.nth());
    } catch (IllegalArgumentException e) {
      throw new DataError(wanted.file(), "", "is not the Python that was expected", e);
    }
  }

  private static String read(Path file) {
    try {
      return UserFile.text(file, LARGEST);
    } catch (DataError e) {
      String wanted = "; expected a checkout of the original project, commit 3eb6f2c";
      throw new DataError(file.toString(), "", e.problem() + wanted, e);
    }
  }
}
