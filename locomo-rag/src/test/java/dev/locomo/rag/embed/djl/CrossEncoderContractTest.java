package dev.locomo.rag.embed.djl;

import dev.locomo.rag.embed.PairScorer;
import dev.locomo.rag.embed.PairScorerContract;
import dev.locomo.rag.hub.LocalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class CrossEncoderContractTest extends PairScorerContract {
  @TempDir Path folder;

  @Override
  protected PairScorer scorer() throws IOException {
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      try (var in = EncodersTest.resource("tiny-cross/" + file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return CrossEncoder.load(LocalModel.of(folder));
  }
}
