package dev.locomo.services.objects;

import static dev.locomo.services.objects.ObjectFailure.translated;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.services.amazon.Amazon;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object store that speaks S3. Every request that can be repeated is, several times, when the
 * store is busy or fails; objects are read on from where a connection broke off.
 */
public final class ObjectStore implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NOT_FOUND = 404;

  /** Our name for the hash among an object's user metadata; stores hand it back as it was. */
  private static final String SHA256 = "sha256";

  private final S3Client client;

  /**
   * An object as the store describes it.
   *
   * @param size bytes
   * @param tag names its content; null where the store has none
   * @param modified when it was put; null likewise
   * @param sha256 of its bytes as whoever put it said, 64 hex digits, or empty
   */
  public record Head(long size, @Nullable String tag, @Nullable Instant modified, String sha256) {
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
  public record Listed(String name, long size) {}

  private ObjectStore(S3Client client) {
    this.client = client;
  }

  /**
   * As the environment says.
   *
   * @param environment {@code LOCOMO_S3_ENDPOINT} or {@code AWS_ENDPOINT_URL} for another server
   *     than Amazon's; {@code AWS_REGION}; {@code AWS_ACCESS_KEY_ID} with its secret, else the
   *     SDK's own chain (profile, container, machine)
   * @throws UserError when an address is malformed
   */
  public static ObjectStore of(Map<String, String> environment) {
    Network.install();
    var client =
        S3Client.builder()
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .socketTimeout(PATIENCE)
                    .connectionTimeout(PATIENCE.dividedBy(4))
                    .build())
            // Not all compatible servers know the newer checksums; ours are compared here.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .credentialsProvider(Amazon.credentials(environment));
    String endpoint =
        Amazon.first(environment, "LOCOMO_S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    Region region = Amazon.region(environment);
    if (endpoint != null) {
      client.endpointOverride(address(endpoint)).forcePathStyle(true);
    }
    if (region != null || endpoint != null) {
      client.region(region == null ? Region.US_EAST_1 : region);
    }
    try {
      return new ObjectStore(client.build());
    } catch (SdkClientException e) {
      throw new UserError("no region is known", "AWS_REGION, or LOCOMO_S3_ENDPOINT");
    }
  }

  private static URI address(String endpoint) {
    if (endpoint.matches("https?://[^/?#@]+/?")) {
      return URI.create(endpoint);
    }
    throw new UserError(
        "the endpoint of the object store is no address", "LOCOMO_S3_ENDPOINT=https://host[:port]");
  }

  /** What is known of an object; empty when there is none. */
  public Optional<Head> head(ObjectAddress object) {
    return translated(
        object,
        () -> {
          try {
            HeadObjectResponse head =
                client.headObject(r -> r.bucket(object.bucket()).key(object.key()));
            String sha256 = head.metadata().getOrDefault(SHA256, "");
            return Optional.of(
                new Head(head.contentLength(), head.eTag(), head.lastModified(), sha256));
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** All objects below an address, by name. */
  public List<Listed> list(ObjectAddress folder) {
    String prefix = folder.key().isEmpty() ? "" : folder.key() + "/";
    return translated(
        folder,
        () -> {
          var all = new ArrayList<Listed>();
          var pages = client.listObjectsV2Paginator(r -> r.bucket(folder.bucket()).prefix(prefix));
          for (S3Object object : pages.contents()) {
            all.add(new Listed(object.key().substring(prefix.length()), object.size()));
          }
          return all;
        });
  }

  /**
   * Puts a file there, replacing what was.
   *
   * <p>Its MD5 goes with it, the only checksum that every store compares.
   *
   * @param sha256 of the file, kept with the object
   */
  public void put(Path file, ObjectAddress object, String sha256) {
    String md5 = FileHash.md5(file);
    translated(
        object,
        () ->
            client.putObject(
                r ->
                    r.bucket(object.bucket())
                        .key(object.key())
                        .contentMD5(md5)
                        .metadata(Map.of(SHA256, sha256)),
                RequestBody.fromFile(file)));
  }

  /**
   * Gets an object into its place: collected in {@code FILE.part}, compared with what is known of
   * it, renamed. What an earlier attempt has of the same object is gone on from.
   *
   * @param sha256 64 hex digits that it must have, or empty when nobody knows
   * @throws DataError when something else arrives
   */
  public void get(ObjectAddress object, Head head, String sha256, Path out) {
    Path part = out.resolveSibling(out.getFileName() + "." + head.version() + ".part");
    try {
      Files.createDirectories(out.toAbsolutePath().getParent());
      long have = size(part);
      while (have < head.size() || !Files.exists(part)) {
        long now = more(object, head, part, have);
        if (now <= have && now < head.size()) {
          throw new IOException("it breaks off again and again");
        }
        have = now;
      }
      verify(object, head, sha256, part);
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw AtomicFile.unwritable(out, e);
    }
  }

  /** Appends what arrives, and says how much there is then. */
  private long more(ObjectAddress object, Head head, Path part, long from) throws IOException {
    try (ResponseInputStream<GetObjectResponse> in =
            translated(
                object,
                () ->
                    client.getObject(r ->
                        r.bucket(object.bucket())
                            .key(object.key())
                            .ifMatch(head.tag())
                            .range(from > 0 ? "bytes=" + from + "-" : null)));
        var to =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      copy(in, to);
    }
    return size(part);
  }

  /** A connection that breaks off is no failure of the disk: what has arrived counts. */
  private static void copy(InputStream in, OutputStream to) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (true) {
      int read;
      try {
        read = in.read(buffer);
      } catch (IOException | SdkClientException e) {
        return;
      }
      if (read < 0) {
        return;
      }
      to.write(buffer, 0, read);
    }
  }

  private static void verify(ObjectAddress object, Head head, String sha256, Path part)
      throws IOException {
    String wanted = sha256.isEmpty() ? head.sha256() : sha256;
    String found = wanted.isEmpty() ? "" : FileHash.sha256(part);
    if (Files.size(part) == head.size() && found.equals(wanted)) {
      return;
    }
    String what =
        "found %d bytes %s; expected %d bytes %s"
            .formatted(Files.size(part), found, head.size(), wanted);
    Files.delete(part);
    throw new DataError(object.toString(), "", what.strip());
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
