package dev.locomo.core.llm.langchain4j;

/** Hugging Face's router speaks OpenAI's chat completions. */
class HuggingFaceTest extends OpenAiTest {
  @Override
  String id() {
    return "huggingface";
  }
}
