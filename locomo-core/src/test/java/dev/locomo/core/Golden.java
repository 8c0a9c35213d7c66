package dev.locomo.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Golden numbers and the published data, which are not part of the repository: a folder {@code
 * shared} beside the checkout, or wherever {@code LOCOMO_SHARED} points. A test that needs a file
 * there is skipped, saying so, where it is missing.
 */
public final class Golden {
  private Golden() {}

  /**
   * A file or folder of the golden data, for example {@code data/locomo10.json}; skips the test
   * when it is missing.
   */
  public static Path file(String name) {
    String set = System.getenv("LOCOMO_SHARED");
    Path folder =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("locomo.root", "..")).resolve("../shared");
    Path file = folder.resolve(name).normalize();
    assumeTrue(Files.exists(file), () -> "skipped: needs " + file + " (set LOCOMO_SHARED)");
    return file;
  }

  /** The published data set; skips the test when it is missing. */
  public static Path locomo10() {
    return file("data/locomo10.json");
  }
}
