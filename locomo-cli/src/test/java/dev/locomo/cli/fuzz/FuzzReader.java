package dev.locomo.cli.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One reader as Jazzer calls it: {@code -Dlocomo.reader=NAME} says which. Started by itself it
 * writes the examples of every reader into folders of their own.
 */
public final class FuzzReader {
  private static final FuzzedReader READER =
      FuzzedReader.valueOf(System.getProperty("locomo.reader", FuzzedReader.DATA_SET.name()));
  private static final Path FOLDER = folder();

  private FuzzReader() {}

  private static Path folder() {
    try {
      return Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Loads what the reader needs, which would otherwise count as time of the first input. */
  public static void fuzzerInitialize() {
    READER.examples().forEach(example -> check(READER, FOLDER, example));
  }

  /** Reads the bytes, which may give an error of the program's own and nothing else. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    check(READER, FOLDER, bytes);
  }

  static void check(FuzzedReader reader, Path folder, byte[] bytes) {
    try {
      reader.read(folder, bytes);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      boolean own = e.getClass().getName().matches("dev\\.locomo\\..*(Error|Unreadable)");
      if (!own || e.getMessage() == null || e.getMessage().isBlank()) {
        String shown = new String(bytes, ISO_8859_1).replaceAll("[^ -~\n]", ".");
        throw new AssertionError(reader + " of " + bytes.length + " bytes: " + shown, e);
      }
    }
  }

  /**
   * Writes the examples.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    for (FuzzedReader reader : FuzzedReader.values()) {
      Path folder = Files.createDirectories(Path.of(args[0], reader.name()));
      int number = 0;
      for (byte[] example : reader.examples()) {
        Files.write(folder.resolve("example-" + number++), example);
      }
      System.out.println(reader);
    }
  }
}
