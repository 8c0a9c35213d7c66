package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.AmazonHttp;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an object store says, as an error that a user can act on. */
final class ObjectFailure {
  private static final int REDIRECTED = 301;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CHANGED = 412;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  private ObjectFailure() {}

  /**
   * Does something with an object.
   *
   * @throws UserError when who asks may not, or the bucket is elsewhere
   * @throws DataError when there is no such object or bucket
   * @throws ProviderError when the store cannot be reached or fails
   */
  static <T> T translated(ObjectAddress object, Supplier<T> work) {
    try {
      return work.get();
    } catch (S3Exception e) {
      throw answered(object, e);
    } catch (SdkException | UncheckedIOException e) {
      throw unanswered(object, e);
    }
  }

  private static RuntimeException answered(ObjectAddress object, S3Exception e) {
    var details = e.awsErrorDetails();
    String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    return e.statusCode() == REDIRECTED
        ? new UserError(object + ": the bucket is elsewhere", "AWS_REGION of the bucket", e)
        : refused(object, e.statusCode(), code, e);
  }

  /**
   * What a status other than 2xx means.
   *
   * @param code the store's own name for it, or empty
   */
  static RuntimeException refused(ObjectAddress object, int status, String code, Throwable cause) {
    String said = "%s: the store answered %d %s".formatted(object, status, code).strip();
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN -> new UserError(said, credentials(object), cause);
      case NOT_FOUND -> missing(object, code, cause);
      case CHANGED -> new DataError(object.toString(), "", "was changed while it was read", cause);
      default ->
          status >= SERVER_FAULT || status == TOO_MANY
              ? new ProviderError(Kind.UNAVAILABLE, said, null, cause)
              : new UserError(said, "", cause);
    };
  }

  /** What says to the store of an object who asks, for people. */
  static String credentials(ObjectAddress object) {
    return switch (object.scheme()) {
      case S3 ->
          "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role that may do this";
      case GS ->
          "GOOGLE_APPLICATION_CREDENTIALS, gcloud auth application-default login, or a machine's"
              + " account that may do this";
      case AZ -> AzureAccount.CREDENTIALS;
    };
  }

  /** What is no answer of a store. */
  static ProviderError unmeasured(ObjectAddress object) {
    String said = object + ": the store does not say how long it is";
    return new ProviderError(Kind.MALFORMED_REPLY, said, null, null);
  }

  private static DataError missing(ObjectAddress object, String code, Throwable cause) {
    boolean bucket = code.equals("NoSuchBucket") || code.equals("ContainerNotFound");
    String what = "there is no such " + (bucket ? "bucket" : "object");
    return new DataError(object.toString(), "", what, cause);
  }

  private static RuntimeException unanswered(ObjectAddress object, RuntimeException e) {
    var unreached = AmazonHttp.why(e);
    if (unreached.isPresent()) {
      String said = object + ": the store cannot be reached (" + unreached.get() + ")";
      return new ProviderError(Kind.CONNECTION, said, null, e);
    }
    String message = Objects.requireNonNullElse(e.getMessage(), "failed");
    String first = message.lines().findFirst().orElse("");
    if (e instanceof SdkClientException && message.contains("credentials")) {
      return new UserError(object + ": there are no credentials", credentials(object), e);
    }
    return new ProviderError(Kind.UNAVAILABLE, object + ": " + first, null, e);
  }
}
