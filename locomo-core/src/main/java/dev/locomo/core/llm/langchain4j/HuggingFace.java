package dev.locomo.core.llm.langchain4j;

/**
 * A model named by its Hugging Face id; spoken to as {@link OpenAi}, in practice at the user's own
 * server.
 */
public final class HuggingFace extends OpenAi {
  /** Its router. */
  public HuggingFace() {
    super("huggingface", "HF_TOKEN", "https://router.huggingface.co/v1");
  }
}
