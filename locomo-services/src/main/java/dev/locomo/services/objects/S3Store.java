package dev.locomo.services.objects;

import static dev.locomo.services.objects.ObjectFailure.translated;

import dev.locomo.core.error.UserError;
import dev.locomo.services.cloud.Amazon;
import dev.locomo.services.cloud.AmazonHttp;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A store that speaks S3, by Amazon's SDK. */
final class S3Store implements ObjectStore {
  private static final int NOT_FOUND = 404;

  private final S3Client client;

  /** Bytes that are sent at once; of larger files in pieces. */
  private final long largest;

  private S3Store(S3Client client, long largest) {
    this.client = client;
    this.largest = largest;
  }

  /**
   * As the environment says.
   *
   * @param environment {@code LOCOMO_S3_ENDPOINT} or {@code AWS_ENDPOINT_URL} for another server
   *     than Amazon's; {@code AWS_REGION}; {@code AWS_ACCESS_KEY_ID} with its secret, else the
   *     SDK's own chain (profile, container, machine)
   * @throws UserError when an address is malformed
   */
  static S3Store of(Map<String, String> environment) {
    return of(environment, Pieces.LARGEST, RestClient.PATIENCE);
  }

  static S3Store of(Map<String, String> environment, long largest, Duration patience) {
    var client =
        S3Client.builder()
            .httpClient(new AmazonHttp(patience, S3Store::takesLong))
            // Not all compatible servers know the newer checksums; ours are compared here.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .overrideConfiguration(Amazon::tries)
            .credentialsProvider(Amazon.credentials(environment));
    URI endpoint =
        Amazon.endpoint(
            environment, "LOCOMO_S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    Region region = Amazon.region(environment);
    if (endpoint != null) {
      client.endpointOverride(endpoint).forcePathStyle(true);
    }
    if (region != null || endpoint != null) {
      client.region(region == null ? Region.US_EAST_1 : region);
    }
    try {
      return new S3Store(client.build(), largest);
    } catch (SdkClientException e) {
      throw new UserError("no region is known", "AWS_REGION, or LOCOMO_S3_ENDPOINT");
    }
  }

  /**
   * An object is read as it comes; of one that is put together the store sends spaces meanwhile.
   */
  private static boolean takesLong(SdkHttpRequest request) {
    return switch (request.method()) {
      case GET -> request.firstMatchingRawQueryParameter("list-type").isEmpty();
      case POST -> request.firstMatchingRawQueryParameter("uploadId").isPresent();
      default -> false;
    };
  }

  @Override
  public Optional<Head> head(ObjectAddress object) {
    return translated(
        object,
        () -> {
          try {
            HeadObjectResponse head =
                client.headObject(r -> r.bucket(object.bucket()).key(object.key()));
            if (head.contentLength() == null) {
              throw ObjectFailure.unmeasured(object);
            }
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

  @Override
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

  @Override
  public void put(Path file, ObjectAddress object, String sha256) {
    var pieces = Pieces.of(file, largest);
    if (pieces.size() > 1) {
      putPieces(pieces, object, sha256);
      return;
    }
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

  /** Taken back as a whole when one of them fails: stores charge for what is left lying. */
  private void putPieces(List<Pieces> pieces, ObjectAddress object, String sha256) {
    String id =
        translated(
            object,
            () ->
                client
                    .createMultipartUpload(r ->
                        r.bucket(object.bucket())
                            .key(object.key())
                            .metadata(Map.of(SHA256, sha256)))
                    .uploadId());
    try {
      translated(
          object,
          () -> {
            var parts = new ArrayList<CompletedPart>();
            for (Pieces piece : pieces) {
              int number = parts.size() + 1;
              String tag =
                  client
                      .uploadPart(
                          r ->
                              r.bucket(object.bucket())
                                  .key(object.key())
                                  .uploadId(id)
                                  .partNumber(number),
                          RequestBody.fromContentProvider(
                              piece::open, piece.length(), "application/octet-stream"))
                      .eTag();
              parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            return client.completeMultipartUpload(r ->
                r.bucket(object.bucket())
                    .key(object.key())
                    .uploadId(id)
                    .multipartUpload(m -> m.parts(parts)));
          });
    } catch (RuntimeException e) {
      abandon(object, id, e);
      throw e;
    }
  }

  private void abandon(ObjectAddress object, String id, RuntimeException why) {
    try {
      client.abortMultipartUpload(r -> r.bucket(object.bucket()).key(object.key()).uploadId(id));
    } catch (SdkException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public InputStream read(ObjectAddress object, Head head, long from) {
    return translated(
        object,
        () ->
            client.getObject(r ->
                r.bucket(object.bucket())
                    .key(object.key())
                    .ifMatch(head.tag())
                    .range(from > 0 ? "bytes=" + from + "-" : null)));
  }

  @Override
  public void close() {
    client.close();
  }
}
