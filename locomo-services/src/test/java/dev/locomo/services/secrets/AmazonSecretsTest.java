package dev.locomo.services.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.locomo.core.error.UserError;
import dev.locomo.services.cloud.Amazon;
import dev.locomo.services.cloud.AmazonHttp;
import dev.locomo.services.cloud.CloudRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Amazon's Secrets Manager: a stand-in, or Moto, which lets everybody in. */
class AmazonSecretsTest extends SecretsContract {
  private static final @Nullable String OTHER = System.getProperty("locomo.test.aws");

  @Override
  @Nullable String other() {
    return OTHER;
  }

  @Override
  boolean open() {
    return true;
  }

  @Override
  Map<String, String> environment(String server, String token) {
    return Map.of(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
        server,
        "AWS_REGION",
        "eu-central-1",
        "AWS_ACCESS_KEY_ID",
        token,
        "AWS_SECRET_ACCESS_KEY",
        "secret-of-" + token);
  }

  @Override
  String address() {
    return "aws-sm://lab/" + name;
  }

  private static SecretsManagerClient client(Map<String, String> environment) {
    return SecretsManagerClient.builder()
        .httpClient(new AmazonHttp(CloudRequest.TIMEOUT, _ -> false))
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL_SECRETS_MANAGER")))
        .credentialsProvider(Amazon.credentials(environment))
        .build();
  }

  @Override
  String keep(Map<String, String> environment, String text) {
    String id = "lab/" + name;
    try (var client = client(environment)) {
      try {
        client.getSecretValue(get -> get.secretId(id));
        return client.putSecretValue(put -> put.secretId(id).secretString(text)).versionId();
      } catch (ResourceNotFoundException e) {
        return client.createSecret(make -> make.name(id).secretString(text)).versionId();
      }
    }
  }

  @Test
  void aStageIsAVersionToo() {
    var environment = here();
    keep(environment, "the-first-secret");
    keep(environment, "the-second-secret");
    assertThat(key(address() + "?version=AWSPREVIOUS", environment)).isEqualTo("the-first-secret");
  }

  @Test
  void whoAsksAndWhereIsMissed() {
    var environment = new HashMap<>(here());
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "ht tp://x");
    assertThatThrownBy(() -> key(address(), environment))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no address");
  }

  @Test
  void aBinarySecretIsSaidToBe() {
    var environment = here();
    assumeThat(OTHER).as("a server of somebody else").isNotNull();
    try (var client = client(environment)) {
      client.createSecret(make ->
          make.name("lab/" + name).secretBinary(SdkBytes.fromUtf8String("the-binary-secret")));
    }
    assertThatThrownBy(() -> key(address(), environment)).hasMessageContaining("it is binary");
  }
}
