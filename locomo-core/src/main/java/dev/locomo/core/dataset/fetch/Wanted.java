package dev.locomo.core.dataset.fetch;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;

/**
 * A file that is known before it is fetched.
 *
 * @param size bytes
 * @param sha256 of its bytes, 64 lower-case hex digits
 */
public record Wanted(long size, String sha256) {
  /** The published {@code locomo10.json}. */
  public static final Wanted LOCOMO10 = new Wanted(2_805_274, Dataset.PUBLISHED_SHA256);

  /** Where its authors publish it: {@code data/locomo10.json} of commit 3eb6f2c. */
  public static final URI LOCOMO10_URL =
      URI.create(
          "https://raw.githubusercontent.com/snap-research/LoCoMo/"
              + "3eb6f2c585f5e1699204e3c3bdf7adc5c28cb376/data/locomo10.json");

  boolean is(Path file) throws IOException {
    return Files.size(file) == size && sha256.equals(hash(file));
  }

  /** SHA-256 of a file's bytes. */
  static String hash(Path file) throws IOException {
    var digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }

  /** What is wrong with a file that is another one. */
  String difference(Path file) throws IOException {
    return "found "
        + Files.size(file)
        + " bytes with SHA-256 "
        + hash(file)
        + "; expected "
        + size
        + " bytes with SHA-256 "
        + sha256;
  }
}
