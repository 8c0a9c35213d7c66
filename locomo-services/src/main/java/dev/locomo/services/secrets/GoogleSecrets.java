package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.GoogleIdentity;
import dev.locomo.services.cloud.Variables;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Google's Secret Manager: {@code gcp-sm://PROJECT/NAME[/VERSION]}.
 *
 * @param environment who asks, and {@code LOCOMO_GCP_SM_ENDPOINT} for another server
 */
record GoogleSecrets(Map<String, String> environment) {
  String read(CloudSecrets.Place place) throws InterruptedException {
    String[] parts = place.parts(2, "gcp-sm://PROJECT/NAME[/VERSION]");
    String server =
        Variables.server(
            environment, "LOCOMO_GCP_SM_ENDPOINT", "https://secretmanager.googleapis.com");
    String version = parts.length > 2 ? parts[2] : "latest";
    JsonNode answer =
        new CloudRequest(
                "%s/v1/projects/%s/secrets/%s/versions/%s:access"
                    .formatted(server, parts[0], parts[1], version))
            .with("Authorization", "Bearer " + new GoogleIdentity(environment).token())
            .send(CloudSecrets.WANTED);
    try {
      byte[] bytes = Base64.getDecoder().decode(answer.at("/payload/data").asText());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message would repeat some of the secret.
      throw new ProviderError(Kind.MALFORMED_REPLY, "its payload is not base64", null, null);
    }
  }
}
