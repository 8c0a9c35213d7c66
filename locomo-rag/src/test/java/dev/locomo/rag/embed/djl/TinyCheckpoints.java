package dev.locomo.rag.embed.djl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The tiny random checkpoints, for tests of other modules too. */
public final class TinyCheckpoints {
  private TinyCheckpoints() {}

  /** Copies {@code tiny}, {@code tiny-roberta}, ... to a folder of that name in {@code parent}. */
  public static Path copy(String name, Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name));
    for (String file :
        List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
      try (var in = EncodersTest.class.getResourceAsStream(name + "/" + file)) {
        if (in != null) {
          Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return folder;
  }

  /** A resource beside them. */
  public static String text(String name) throws IOException {
    try (var in = EncodersTest.resource(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
