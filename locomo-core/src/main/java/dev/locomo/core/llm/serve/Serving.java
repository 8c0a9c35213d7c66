package dev.locomo.core.llm.serve;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.process.ChildProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * How a run wants its model served.
 *
 * @param program the engine's program: a path, or a name on the {@code PATH}
 * @param fourBit whether weights have four bits
 * @param more arguments of the user's, passed on as they are
 * @param readySeconds the most that loading may take
 */
public record Serving(
    Engine engine, String program, boolean fourBit, List<String> more, int readySeconds) {
  /** How a model of this machine is typed. */
  private static final String LOCAL = "local:";

  /** What changes replies, in words: for the settings of a run and the keys of a cache. */
  public String words() {
    return "served by "
        + engine.id()
        + (fourBit ? ", four-bit" : "")
        + (more.isEmpty() ? "" : ", " + String.join(" ", more));
  }

  /**
   * What the engine loads.
   *
   * @throws UserError when the model is none that it loads, or the program is not there
   */
  String weights(ModelSpec model) {
    boolean local = model.typed().startsWith(LOCAL);
    String provider = model.provider().id();
    String weights = local ? model.typed().substring(LOCAL.length()) : model.model();
    boolean fits =
        switch (engine) {
          case VLLM -> provider.equals("huggingface") && !weights.endsWith(".gguf");
          case LLAMA_CPP -> provider.equals("huggingface") && (!local || weights.endsWith(".gguf"));
          case OLLAMA -> provider.equals("ollama");
        };
    if (!fits) {
      throw new UserError(
          engine.id() + " does not serve " + model.typed(),
          switch (engine) {
            case VLLM -> "huggingface:OWNER/NAME, or local:DIR of a model folder";
            case LLAMA_CPP -> "local:FILE.gguf, or huggingface:OWNER/NAME of gguf files";
            case OLLAMA -> "ollama:NAME:TAG";
          });
    }
    int colon = weights.lastIndexOf(':');
    boolean tagged = engine == Engine.LLAMA_CPP && !local && colon >= 0;
    if (fourBit && tagged && !isFourBit(weights.substring(colon + 1))) {
      throw new UserError("--use-4bit: " + weights + " is not of four bits", "a q4 tag");
    }
    return weights;
  }

  /** Whether a kind of quantisation, as llama.cpp and Ollama name it, has four bits. */
  public static boolean isFourBit(String kind) {
    return kind.matches("(?i)i?q4.*|(mx|nv)fp4.*");
  }

  /**
   * Looks whether the model could be served; starts nothing.
   *
   * @throws UserError when it could not
   */
  public void check(ModelSpec model) {
    weights(model);
    if (ChildProcess.program(program, Path.of("")).isEmpty()) {
      throw new UserError(
          "--serve "
              + engine.id()
              + ": no program '"
              + program
              + "' is there (looked for on the PATH, or where --serve-program says)",
          "install " + engine.id() + ", or --serve-program FILE");
    }
  }
}
