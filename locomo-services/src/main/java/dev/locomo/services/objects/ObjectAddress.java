package dev.locomo.services.objects;

import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFiles;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * An object, or what the names of several objects begin with.
 *
 * @param bucket as S3 allows them
 * @param key without a slash at either end; empty for the whole bucket
 */
public record ObjectAddress(String bucket, String key) {
  private static final String SCHEME = "s3://";

  /** Of {@code s3:/bucket/key}: what a path makes of two slashes. */
  private static final Pattern AS_PATH = Pattern.compile("s3:/+(.*)", Pattern.DOTALL);

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Whether a text or a path is meant as an address. */
  public static boolean isOne(String text) {
    return AS_PATH.matcher(text).matches();
  }

  /**
   * Reads one.
   *
   * @param text {@code s3://bucket/key}; one slash is enough, for paths have no more
   * @throws UserError when it is none
   */
  public static ObjectAddress parse(String text) {
    var matcher = AS_PATH.matcher(text.strip());
    if (matcher.matches()) {
      String[] parts = matcher.group(1).split("/", 2);
      String key = parts.length < 2 ? "" : parts[1].replaceFirst("(?<!/)/+$", "");
      if (BUCKET.matcher(parts[0]).matches() && !RunFiles.escapes(key)) {
        return new ObjectAddress(parts[0], key);
      }
    }
    throw new UserError("'" + text + "' is no address of an object", "s3://bucket/key");
  }

  /** What is below it. */
  public ObjectAddress resolve(String name) {
    return new ObjectAddress(bucket, key.isEmpty() ? name : key + "/" + name);
  }

  /** The last part of the key; of a whole bucket its name. */
  public String name() {
    return key.isEmpty() ? bucket : key.substring(key.lastIndexOf('/') + 1);
  }

  /** Where its copy is in a folder. */
  public Path in(Path folder) {
    return folder.resolve(bucket).resolve(key);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
