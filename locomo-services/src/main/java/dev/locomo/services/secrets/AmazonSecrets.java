package dev.locomo.services.secrets;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Network;
import dev.locomo.services.cloud.Amazon;
import dev.locomo.services.cloud.Variables;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Amazon's Secrets Manager: {@code aws-sm://NAME}, a name or an ARN. Region, account and server are
 * found as its SDK finds them.
 */
final class AmazonSecrets {
  private AmazonSecrets() {}

  static String read(CloudSecrets.Place place, Map<String, String> environment) {
    Network.install();
    var builder =
        SecretsManagerClient.builder().httpClient(UrlConnectionHttpClient.builder().build());
    Region region = Amazon.region(environment);
    if (region != null) {
      builder.region(region);
    }
    String server =
        Variables.first(environment, "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL");
    if (server != null) {
      builder.endpointOverride(URI.create(server));
    }
    builder.credentialsProvider(Amazon.credentials(environment));
    try (var client = builder.build()) {
      String text = client.getSecretValue(get -> get.secretId(place.path())).secretString();
      return Objects.requireNonNullElse(text, "");
    } catch (ResourceNotFoundException e) {
      throw new UserError("there is no such secret in this account and region", "its name", e);
    } catch (SdkServiceException e) {
      Kind kind = e.statusCode() / 100 == 4 ? Kind.KEY_REFUSED : Kind.UNAVAILABLE;
      throw new ProviderError(kind, "it answered " + e.statusCode(), null, e);
    } catch (SdkClientException e) {
      throw new ProviderError(Kind.CONNECTION, String.valueOf(e.getMessage()), null, e);
    }
  }
}
