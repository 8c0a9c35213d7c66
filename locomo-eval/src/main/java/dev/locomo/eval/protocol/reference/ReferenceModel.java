package dev.locomo.eval.protocol.reference;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model as the original treats it.
 *
 * @param name as typed for {@code --model}; part of the keys in output files
 * @param apiModel what is sent to the provider
 * @param limit the original's token limit, its mistakes included; null where it has none and stops
 *     as soon as it needs one
 * @param family which of the original's code paths asks it
 */
public record ReferenceModel(String name, String apiModel, @Nullable Integer limit, Family family) {
  /** The original's code paths; those of local models differ in how they wrap a question. */
  public enum Family {
    GPT("gpt"),
    CLAUDE("claude"),
    GEMINI("gemini"),
    MISTRAL("hf"),
    LLAMA("hf"),
    GEMMA("hf");

    private final String prompts;

    Family(String prompts) {
      this.prompts = prompts;
    }

    /** Whether it is a local model. */
    boolean local() {
      return prompts.equals("hf");
    }

    /** The key of one of its prompts. */
    String key(String name) {
      return "qa." + prompts + "." + name;
    }
  }

  /**
   * Chooses the code path by the name, as the original does. Whatever a name with {@code gpt-3.5}
   * says besides, {@code gpt-3.5-turbo} is asked.
   *
   * @throws UserError when the original does not know what to do with such a name
   */
  public static ReferenceModel of(ModelSpec spec) {
    String prefix = spec.provider().id() + ":";
    String name = spec.typed().startsWith(prefix) ? spec.model() : spec.typed();
    Family family = family(name, spec.model());
    boolean old = family == Family.GPT && name.contains("gpt-3.5");
    return new ReferenceModel(
        name, old ? "gpt-3.5-turbo" : spec.model(), spec.referenceContext(), family);
  }

  private static Family family(String name, String resolved) {
    if (name.contains("gpt")) {
      return Family.GPT;
    }
    if (name.contains("claude")) {
      return Family.CLAUDE;
    }
    if (name.contains("gemini")) {
      return Family.GEMINI;
    }
    String both = (resolved + " " + name).toLowerCase(Locale.ROOT);
    for (Family local : new Family[] {Family.MISTRAL, Family.LLAMA, Family.GEMMA}) {
      if (both.contains(local.name().toLowerCase(Locale.ROOT))) {
        return local;
      }
    }
    throw new UserError(
        "the reference protocol does not know how the original would ask '" + name + "'",
        "a model whose name contains gpt, claude, gemini, mistral, llama or gemma");
  }

  /** Whether the prompt is the system message. */
  boolean promptIsSystem() {
    return family == Family.GPT && name.contains("gpt-3.5");
  }
}
