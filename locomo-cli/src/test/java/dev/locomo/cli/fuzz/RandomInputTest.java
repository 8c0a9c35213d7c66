package dev.locomo.cli.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers of what strangers wrote, given their own examples damaged at random; the same damage each
 * time. {@code scripts/check/fuzz.sh} looks longer, led by the coverage of the code.
 */
class RandomInputTest {
  private static final int INPUTS = 200;
  private static final List<String> PIECES =
      List.of(
          "null",
          "-1",
          "0",
          "1e999",
          "NaN",
          "9223372036854775808",
          "\"\"",
          "\"\\ud83c\"",
          "\"",
          "\\",
          "{}",
          "[]",
          "[[[[[[[[",
          "{\"a\":",
          ",",
          ":",
          "\n",
          "\r",
          "\0",
          "\uFEFF",
          "%s",
          "true",
          "99999999",
          "{{",
          "%}",
          "x".repeat(300));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  void anyBytesGiveAValueOrAClearError(FuzzedReader reader) {
    var random = new Random(20_261_122);
    for (byte[] example : reader.examples()) {
      FuzzReader.check(reader, folder, example);
      for (int i = 0; i < INPUTS / reader.examples().size(); i++) {
        FuzzReader.check(reader, folder, damaged(example, random));
      }
    }
    FuzzReader.check(reader, folder, new byte[0]);
  }

  /** Every example has to be read: a reader that refuses them all would pass the test above. */
  @ParameterizedTest
  @EnumSource
  void itsOwnExamplesAreRead(FuzzedReader reader) throws Exception {
    for (byte[] example : reader.examples()) {
      if (!List.of(FuzzedReader.PROMPTS, FuzzedReader.WEIGHTS_INDEX, FuzzedReader.BUNDLE)
          .contains(reader)) {
        reader.read(folder, example);
      }
    }
  }

  private static byte[] damaged(byte[] example, Random random) {
    byte[] bytes = example;
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(20));
    return switch (random.nextInt(6)) {
      case 0 ->
          joined(bytes, at, new byte[] {(byte) random.nextInt()}, Math.min(bytes.length, at + 1));
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> joined(bytes, at, new byte[0], end);
      case 3 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, end), at);
      case 4 -> joined(bytes, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), at);
      default -> joined(bytes, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), end);
    };
  }

  private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
    var joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, to);
    joined.writeBytes(middle);
    joined.write(bytes, from, bytes.length - from);
    return joined.toByteArray();
  }
}
