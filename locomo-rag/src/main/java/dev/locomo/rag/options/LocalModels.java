package dev.locomo.rag.options;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.rag.causal.LocalChatModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Model folders on this machine as models that can be asked. */
public final class LocalModels {
  private LocalModels() {}

  /**
   * The model that is meant; of a folder also which weights lie in it ({@code DIR@HASH}), so that a
   * run is not continued with others, and how much fits.
   *
   * @throws UserError when no such model is known, or the folder is none
   * @throws DataError when the folder has no model of a kind that is known
   */
  public static ModelSpec resolved(ModelCatalog catalog, String typed) {
    ModelSpec model = catalog.parse(typed);
    if (!model.runsHere()) {
      return model;
    }
    Path folder = Path.of(model.model());
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          "'" + typed + "' names no folder", "a Hugging Face model folder (docs/providers.md)");
    }
    int window = LocalChatModel.window(folder);
    return new ModelSpec(
        Provider.LOCAL,
        folder + "@" + LocalChatModel.identity(folder),
        typed,
        model.referenceContext(),
        Objects.requireNonNullElse(model.context(), window));
  }

  /** Loads the model; it takes as long as its files take to read. */
  public static ChatLlm load(ModelSpec model) {
    String named = model.model();
    int at = named.lastIndexOf('@');
    return LocalChatModel.load(Path.of(named.substring(0, at)), named.substring(at + 1));
  }
}
