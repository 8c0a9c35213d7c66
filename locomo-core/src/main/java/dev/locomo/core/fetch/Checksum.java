package dev.locomo.core.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file's bytes must hash to.
 *
 * @param kind how they are hashed
 * @param hex lower-case hex digits; empty for {@link Kind#NONE}
 */
public record Checksum(Kind kind, String hex) {
  /** How bytes are hashed. */
  public enum Kind {
    SHA256("SHA-256", "SHA-256"),
    /** As Git names a file's content: SHA-1 of {@code blob}, the length, a zero byte, the bytes. */
    GIT_BLOB("SHA-1", "Git SHA-1"),
    /** Nothing is known but the size. */
    NONE("", "no checksum");

    private final String algorithm;
    private final String label;

    Kind(String algorithm, String label) {
      this.algorithm = algorithm;
      this.label = label;
    }
  }

  /** Of a file of which nothing is known but the size. */
  public static final Checksum NONE = new Checksum(Kind.NONE, "");

  /** 64 lower-case hex digits. */
  public static Checksum sha256(String hex) {
    return new Checksum(Kind.SHA256, hex);
  }

  /** 40 lower-case hex digits. */
  public static Checksum gitBlob(String hex) {
    return new Checksum(Kind.GIT_BLOB, hex);
  }

  /** The checksum of this kind that a file has. */
  Checksum ofFile(Path file) throws IOException {
    if (kind == Kind.NONE) {
      return NONE;
    }
    var digest = digest();
    if (kind == Kind.GIT_BLOB) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(UTF_8));
    }
    try (InputStream in = new DigestInputStream(UserFile.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new Checksum(kind, HexFormat.of().formatHex(digest.digest()));
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(kind.algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + kind.algorithm, e);
    }
  }

  /** For example {@code SHA-256 0123...}. */
  @Override
  public String toString() {
    return kind == Kind.NONE ? kind.label : kind.label + " " + hex;
  }
}
