package dev.locomo.rag.embed.djl;

import dev.locomo.rag.embed.Embedder;
import dev.locomo.rag.embed.EmbedderContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceEmbedderContractTest extends EmbedderContract {
  @TempDir Path folder;

  @Override
  protected Embedder embedder() throws IOException {
    EncodersTest.tiny(folder, "config.json", "model.safetensors", "tokenizer.json");
    return EncodersTest.load(folder);
  }
}
