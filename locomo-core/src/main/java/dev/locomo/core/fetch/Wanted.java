package dev.locomo.core.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is known before it is fetched.
 *
 * @param size bytes
 * @param checksum of its bytes
 */
public record Wanted(long size, Checksum checksum) {
  /** Whether a file is it. */
  public boolean is(Path file) throws IOException {
    return Files.size(file) == size && checksum.equals(checksum.ofFile(file));
  }

  /** What is wrong with a file that is another one. */
  String difference(Path file) throws IOException {
    return "found " + new Wanted(Files.size(file), checksum.ofFile(file)) + "; expected " + this;
  }

  /** For example {@code 216000 bytes with SHA-256 0123...}. */
  @Override
  public String toString() {
    return size + " bytes with " + checksum;
  }
}
