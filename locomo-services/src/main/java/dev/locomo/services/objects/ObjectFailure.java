package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.IOException;
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

  private static final String CREDENTIALS =
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role that may do this";

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
    } catch (SdkException e) {
      throw unanswered(object, e);
    }
  }

  private static RuntimeException answered(ObjectAddress object, S3Exception e) {
    int status = e.statusCode();
    var details = e.awsErrorDetails();
    String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    String said = "%s: the store answered %d %s".formatted(object, status, code).strip();
    return switch (status) {
      case REDIRECTED -> new UserError(said, "AWS_REGION of the bucket", e);
      case UNAUTHORIZED, FORBIDDEN -> new UserError(said, CREDENTIALS, e);
      case NOT_FOUND ->
          new DataError(
              object.toString(),
              "",
              code.equals("NoSuchBucket") ? "there is no such bucket" : "there is no such object",
              e);
      case CHANGED -> new DataError(object.toString(), "", "was changed while it was read", e);
      default ->
          status >= SERVER_FAULT || status == TOO_MANY
              ? new ProviderError(Kind.UNAVAILABLE, said, null, e)
              : new UserError(said, "", e);
    };
  }

  private static RuntimeException unanswered(ObjectAddress object, SdkException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return new ProviderError(
            Kind.CONNECTION,
            object + ": the store cannot be reached (" + t.getMessage() + ")",
            null,
            e);
      }
    }
    String message = Objects.requireNonNullElse(e.getMessage(), "failed");
    String first = message.lines().findFirst().orElse("");
    if (e instanceof SdkClientException && message.contains("credentials")) {
      return new UserError(object + ": there are no credentials", CREDENTIALS, e);
    }
    return new ProviderError(Kind.UNAVAILABLE, object + ": " + first, null, e);
  }
}
