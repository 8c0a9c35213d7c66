package dev.locomo.services.objects;

import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An object, or what the names of several objects begin with.
 *
 * @param scheme whose store
 * @param bucket as its store allows them; Azure calls it a container
 * @param key without a slash at either end; empty for the whole bucket
 */
public record ObjectAddress(Scheme scheme, String bucket, String key) {
  /** Of {@code s3:/bucket/key}: what a path makes of two slashes. */
  private static final Pattern AS_PATH = Pattern.compile("(s3|gs|az):/+(.*)", Pattern.DOTALL);

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  /** Whose store. */
  public enum Scheme {
    /** Amazon's, or another that speaks S3. */
    S3,
    /** Google's. */
    GS,
    /** Azure's. */
    AZ;

    /** For example {@code s3}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a text or a path is meant as an address. */
  public static boolean isOne(String text) {
    return AS_PATH.matcher(text).matches();
  }

  /**
   * Reads one.
   *
   * @param text {@code s3://bucket/key}, {@code gs://} or {@code az://}; one slash is enough, for
   *     paths have no more
   * @throws UserError when it is none
   */
  public static ObjectAddress parse(String text) {
    var matcher = AS_PATH.matcher(text.strip());
    if (matcher.matches()) {
      String[] parts = matcher.group(2).split("/", 2);
      String key = parts.length < 2 ? "" : parts[1].replaceFirst("(?<!/)/+$", "");
      if (BUCKET.matcher(parts[0]).matches() && !RunFiles.escapes(key)) {
        var scheme = Scheme.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return new ObjectAddress(scheme, parts[0], key);
      }
    }
    throw new UserError(
        "'" + text + "' is no address of an object", "s3://bucket/key, gs:// or az://");
  }

  /** What is below it. */
  public ObjectAddress resolve(String name) {
    return new ObjectAddress(scheme, bucket, key.isEmpty() ? name : key + "/" + name);
  }

  /** The last part of the key; of a whole bucket its name. */
  public String name() {
    return key.isEmpty() ? bucket : key.substring(key.lastIndexOf('/') + 1);
  }

  /** Where its copy is in a folder; no bucket has a name as short as a scheme. */
  public Path in(Path folder) {
    Path store = scheme == Scheme.S3 ? folder : folder.resolve(scheme.toString());
    return store.resolve(bucket).resolve(key);
  }

  @Override
  public String toString() {
    return scheme + "://" + bucket + "/" + key;
  }
}
