package dev.locomo.services.objects;

import dev.locomo.core.dataset.json.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;

/** Hashes of files of any length. */
final class FileHash {
  private FileHash() {}

  /** 64 hex digits. */
  static String sha256(Path file) throws IOException {
    var digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }
}
