package dev.locomo.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The head of a gguf file, without any weights. */
final class Gguf {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Gguf() {}

  /** Of a llama whose weights are of this kind and whose window has so many tokens. */
  static Path write(Path file, int type, int context) throws IOException {
    var gguf = new Gguf();
    gguf.out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    gguf.number(3, 4).number(0, 8).number(5, 8);
    gguf.text("general.architecture").number(8, 4).text("llama");
    gguf.text("tokenizer.ggml.tokens").number(9, 4).number(8, 4).number(2, 8).text("a").text("b");
    gguf.text("some.numbers").number(9, 4).number(4, 4).number(2, 8).number(1, 4).number(2, 4);
    gguf.text("general.file_type").number(4, 4).number(type, 4);
    gguf.text("llama.context_length").number(4, 4).number(context, 4);
    return Files.write(file, gguf.out.toByteArray());
  }

  private Gguf text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length, 8);
    out.writeBytes(bytes);
    return this;
  }

  private Gguf number(long number, int size) {
    byte[] eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
    out.write(eight, 0, size);
    return this;
  }
}
