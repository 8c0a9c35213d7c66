package dev.locomo.rag;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What kills, full disks, bad disks and wrong copies make of a file. */
public enum Damage {
  EMPTY,
  ONE_BYTE,
  A_THIRD,
  ALL_BUT_ONE_BYTE,
  ONE_BIT_IN_THE_MIDDLE,
  A_BLOCK_OF_ZEROS,
  FOREIGN,
  A_FOLDER;

  private static final int BLOCK = 64;

  /** Does it to a file. */
  public void to(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    if (this == A_FOLDER) {
      Files.createDirectory(file);
      Files.writeString(file.resolve("inside"), "nothing of interest");
    } else {
      Files.write(file, of(whole));
    }
  }

  private byte[] of(byte[] whole) {
    byte[] bytes = whole.clone();
    int middle = bytes.length / 2;
    return switch (this) {
      case EMPTY, A_FOLDER -> new byte[0];
      case ONE_BYTE -> Arrays.copyOf(bytes, 1);
      case A_THIRD -> Arrays.copyOf(bytes, bytes.length / 3);
      case ALL_BUT_ONE_BYTE -> Arrays.copyOf(bytes, bytes.length - 1);
      case ONE_BIT_IN_THE_MIDDLE -> {
        bytes[middle] ^= 1;
        yield bytes;
      }
      case A_BLOCK_OF_ZEROS -> {
        Arrays.fill(bytes, middle, Math.min(bytes.length, middle + BLOCK), (byte) 0);
        yield bytes;
      }
      case FOREIGN -> "a letter to somebody else\n".repeat(40).getBytes(UTF_8);
    };
  }
}
