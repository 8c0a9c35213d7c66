package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.python.PythonText;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.rag.checkpoint.TokenizerFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** What counts tokens, by name. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * The one of this name.
   *
   * @throws UserError when there is none
   */
  public static TokenCounter named(String name) {
    return switch (name) {
      case "cl100k" -> new Cl100k();
      case "whitespace" -> text -> PythonText.split(text).size();
      default -> ofModel(name);
    };
  }

  /** That of a model folder. */
  private static TokenCounter ofModel(String name) {
    Path folder = Path.of(name);
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          "unknown --tokenizer '" + name + "'",
          "cl100k, whitespace or a folder with a tokenizer.json");
    }
    return TokenizerFile.counter(folder);
  }
}
