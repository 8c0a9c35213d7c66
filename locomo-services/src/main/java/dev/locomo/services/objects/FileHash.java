package dev.locomo.services.objects;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Hashes of files of any length. */
final class FileHash {
  private FileHash() {}

  /** 64 hex digits. */
  static String sha256(Path file) throws IOException {
    return Sha256.hex(digested(file, Sha256.digest()));
  }

  /** In base 64, as HTTP wants it. */
  static String md5(Path file) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return Base64.getEncoder().encodeToString(digested(file, md5).digest());
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static MessageDigest digested(Path file, MessageDigest digest) throws IOException {
    try (InputStream in = new DigestInputStream(UserFile.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return digest;
  }
}
