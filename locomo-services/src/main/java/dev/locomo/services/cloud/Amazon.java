package dev.locomo.services.cloud;

import dev.locomo.core.error.UserError;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;

/** Who asks a service of Amazon's, and where. */
public final class Amazon {
  private Amazon() {}

  /**
   * Who asks: {@code AWS_ACCESS_KEY_ID} with its secret, else the SDK's own chain (web identity,
   * profiles with roles and single sign-on, container, machine).
   */
  public static AwsCredentialsProvider credentials(Map<String, String> environment) {
    String id = Variables.first(environment, "AWS_ACCESS_KEY_ID");
    String secret = Variables.first(environment, "AWS_SECRET_ACCESS_KEY");
    if (id == null || secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    String token = Variables.first(environment, "AWS_SESSION_TOKEN");
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token));
  }

  /** Asks as often as all other services are asked. */
  public static void tries(ClientOverrideConfiguration.Builder client) {
    client.retryStrategy(tries -> tries.maxAttempts(CloudRequest.ATTEMPTS));
  }

  /**
   * The server that the first of these variables names that is set, or null for Amazon's own.
   *
   * @throws UserError when it is no address; what it is may hold a password and is not repeated
   */
  public static @Nullable URI endpoint(Map<String, String> environment, String... names) {
    String endpoint = Variables.first(environment, names);
    if (endpoint == null) {
      return null;
    }
    if (endpoint.matches("https?://[^/?#@\\s\\\\]+/?")) {
      try {
        return URI.create(endpoint);
      } catch (IllegalArgumentException e) {
        // As any other that is none.
      }
    }
    throw new UserError(
        "what " + String.join(" or ", names) + " has is no address", "https://host[:port]");
  }

  /** The region that the environment names, or null. */
  public static @Nullable Region region(Map<String, String> environment) {
    String region = Variables.first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
    return region == null ? null : Region.of(region);
  }
}
