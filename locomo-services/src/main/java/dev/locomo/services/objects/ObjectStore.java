package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object store. Every request that can be repeated is, several times, when the store is busy or
 * fails. Its methods throw {@link UserError} when who asks may not, {@link DataError} when there is
 * no such object or bucket, and {@link dev.locomo.core.llm.ProviderError} when the store cannot be
 * reached or fails.
 */
public interface ObjectStore extends AutoCloseable {
  /** Our name for the hash among an object's user metadata; stores hand it back as it was. */
  String SHA256 = "sha256";

  /**
   * An object as the store describes it.
   *
   * @param size bytes
   * @param tag names its content; null where the store has none
   * @param modified when it was put; null likewise
   * @param sha256 of its bytes as whoever put it said, 64 hex digits, or empty
   */
  record Head(long size, @Nullable String tag, @Nullable Instant modified, String sha256) {
    /** Changes with the object: the tag, or else the time, as part of a file's name. */
    String version() {
      return (tag == null ? String.valueOf(modified) : tag).replaceAll("[^A-Za-z0-9-]", "");
    }
  }

  /**
   * One of several objects.
   *
   * @param name what follows the common beginning and a slash
   */
  record Listed(String name, long size) {}

  /**
   * The store of an address, as the environment says.
   *
   * @throws UserError when the environment names no store, or one by a malformed address
   */
  static ObjectStore of(ObjectAddress address, Map<String, String> environment) {
    return switch (address.scheme()) {
      case S3 -> S3Store.of(environment);
      case GS -> new GoogleStore(environment, RestClient.PATIENCE);
      case AZ -> AzureStore.of(environment);
    };
  }

  /** What is known of an object; empty when there is none. */
  Optional<Head> head(ObjectAddress object);

  /** All objects below an address, by name. */
  List<Listed> list(ObjectAddress folder);

  /**
   * Puts a file there, replacing what was. Its MD5 goes with it where it goes in one piece.
   *
   * @param sha256 of the file, kept with the object
   */
  void put(Path file, ObjectAddress object, String sha256);

  /**
   * An object's bytes from some byte on, as long as it is the one that is known.
   *
   * @throws DataError when it was changed
   * @throws IOException when the disk fails; what arrives may break off with another
   */
  InputStream read(ObjectAddress object, Head head, long from) throws IOException;

  /**
   * Gets an object into its place: collected in {@code FILE.part}, compared with what is known of
   * it, renamed. What an earlier attempt has of the same object is gone on from.
   *
   * @param sha256 64 hex digits that it must have, or empty when nobody knows
   * @throws DataError when something else arrives
   */
  default void get(ObjectAddress object, Head head, String sha256, Path out) {
    new ObjectDownload(this, object, head).to(out, sha256);
  }

  @Override
  void close();
}
