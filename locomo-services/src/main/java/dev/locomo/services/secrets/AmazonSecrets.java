package dev.locomo.services.secrets;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.Amazon;
import dev.locomo.services.cloud.AmazonHttp;
import dev.locomo.services.cloud.CloudRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Amazon's Secrets Manager: {@code aws-sm://NAME}, a name or an ARN. Region, account and server are
 * found as its SDK finds them.
 *
 * @param environment who asks, and where
 * @param patience for one try
 */
record AmazonSecrets(Map<String, String> environment, Duration patience) {
  /** A version's own id has so many characters; what is shorter is a stage. */
  private static final int SHORTEST_ID = 32;

  String read(CloudSecrets.Place place) {
    try (var client = client()) {
      return read(client, place);
    }
  }

  private String read(SecretsManagerClient client, CloudSecrets.Place place) {
    try {
      var secret = client.getSecretValue(wanted(place));
      if (secret.secretBinary() != null) {
        throw new UserError("it is binary", "a secret that is a text");
      }
      if (secret.secretString() == null) {
        throw new ProviderError(Kind.MALFORMED_REPLY, "its answer has no secret", null, null);
      }
      return secret.secretString();
    } catch (ResourceNotFoundException e) {
      throw new UserError(
          "this account and region have no " + place.wanted(), "its name, and who may see it", e);
    } catch (SdkServiceException e) {
      int status = e.isThrottlingException() ? 429 : e.statusCode();
      throw new ProviderError(
          CloudRequest.refusal(status), "it answered " + e.statusCode(), null, e);
    } catch (SdkClientException e) {
      // What a parser of the SDK says would repeat some of the secret.
      throw AmazonHttp.why(e)
          .map(why -> new ProviderError(Kind.CONNECTION, why, null, e))
          .orElseGet(() ->
              new ProviderError(Kind.MALFORMED_REPLY, "it did not answer as it should", null, e));
    }
  }

  private static GetSecretValueRequest wanted(CloudSecrets.Place place) {
    var request = GetSecretValueRequest.builder().secretId(place.path());
    String version = place.version();
    if (version != null) {
      boolean id = version.length() >= SHORTEST_ID;
      request.versionId(id ? version : null).versionStage(id ? null : version);
    }
    return request.build();
  }

  private SecretsManagerClient client() {
    var builder =
        SecretsManagerClient.builder()
            .httpClient(new AmazonHttp(patience, _ -> false))
            .overrideConfiguration(Amazon::tries);
    Region region = Amazon.region(environment);
    if (region != null) {
      builder.region(region);
    }
    URI server =
        Amazon.endpoint(environment, "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL");
    if (server != null) {
      builder.endpointOverride(server);
    }
    AwsCredentialsProvider credentials = Amazon.credentials(environment);
    builder.credentialsProvider(credentials);
    try {
      var _ = credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw new UserError(
          "nobody was found who may ask Amazon",
          "AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role",
          e);
    }
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new UserError("no region is named", "AWS_REGION", e);
    }
  }
}
