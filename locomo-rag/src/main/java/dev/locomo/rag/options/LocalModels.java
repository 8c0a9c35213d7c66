package dev.locomo.rag.options;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.serve.Serving;
import dev.locomo.rag.causal.LocalChatModel;
import dev.locomo.rag.checkpoint.GgufFile;
import dev.locomo.rag.checkpoint.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Model folders on this machine as models that can be asked. */
public final class LocalModels {
  private static final String GGUF = ".gguf";
  private static final int HASH = 16;

  private LocalModels() {}

  /**
   * The model that is meant; of a folder also which weights lie in it ({@code DIR@HASH}), so that a
   * run is not continued with others, and how much fits.
   *
   * @param serving by what it is served; null for an answer of this process
   * @throws UserError when no such model is known, or there is no such folder or file
   * @throws DataError when the folder has no model of a kind that is known
   */
  public static ModelSpec resolved(ModelCatalog catalog, String typed, @Nullable Serving serving) {
    ModelSpec model = catalog.parse(typed);
    if (!model.runsHere()) {
      return model;
    }
    Path folder = Path.of(model.model());
    if (serving != null) {
      return served(model, folder, serving);
    }
    if (folder.toString().endsWith(GGUF)) {
      throw new UserError("'" + typed + "' is a file of llama.cpp", "--serve llama.cpp");
    }
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

  /** A folder or file as a model that an engine serves under its own name and hash. */
  private static ModelSpec served(ModelSpec model, Path weights, Serving serving) {
    boolean gguf = weights.toString().endsWith(GGUF);
    if (gguf ? !Files.isRegularFile(weights) : !Files.isDirectory(weights)) {
      throw new UserError(
          "'" + model.typed() + "' names neither a model folder nor a .gguf file", "one of them");
    }
    int window;
    String hash;
    if (gguf) {
      var head = GgufFile.read(weights);
      if (serving.fourBit() && !head.fourBit()) {
        throw new UserError(
            "--use-4bit: the weights of " + weights + " have not four bits", "a Q4 file of it");
      }
      window = head.context();
      hash = Sha256.of(weights).substring(0, HASH);
    } else {
      var config = ModelConfig.read(weights.resolve("config.json")).json();
      window = config.path("max_position_embeddings").asInt();
      hash = LocalChatModel.identity(weights);
    }
    Integer known = window > 0 ? Integer.valueOf(window) : null;
    // llama.cpp takes a name with a comma for several.
    String file = weights.toAbsolutePath().normalize().getFileName().toString().replace(',', '_');
    String name = file + "@" + hash;
    var provider = Provider.named("huggingface");
    return new ModelSpec(
        provider,
        name,
        model.typed(),
        model.referenceContext(),
        model.context() == null ? known : model.context(),
        ModelCatalog.known().parse("huggingface:" + name).family());
  }

  /** Loads the model; it takes as long as its files take to read. */
  public static ChatLlm load(ModelSpec model) {
    String named = model.model();
    int at = named.lastIndexOf('@');
    return LocalChatModel.load(Path.of(named.substring(0, at)), named.substring(at + 1));
  }
}
