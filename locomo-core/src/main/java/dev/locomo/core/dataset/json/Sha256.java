package dev.locomo.core.dataset.json;

import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 lower-case hex digits. */
public final class Sha256 {
  private Sha256() {}

  /** A fresh digest to feed. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Ends a digest. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of a text's UTF-8 bytes. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of bytes. */
  public static String of(byte[] bytes) {
    var digest = digest();
    digest.update(bytes);
    return hex(digest);
  }

  /**
   * Of a file's bytes, however many.
   *
   * @throws dev.locomo.core.error.DataError when it cannot be read
   */
  public static String of(Path file) {
    var digest = digest();
    feed(digest, file);
    return hex(digest);
  }

  /**
   * Feeds a file's bytes to a digest.
   *
   * @throws dev.locomo.core.error.DataError when it cannot be read
   */
  public static void feed(MessageDigest digest, Path file) {
    try (var in = new DigestInputStream(UserFile.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw UserFile.unreadable(file, e);
    }
  }
}
