package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.GoogleIdentity;
import dev.locomo.services.cloud.Variables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * Google's Secret Manager: {@code gcp-sm://PROJECT/NAME}.
 *
 * @param environment who asks, and {@code LOCOMO_GCP_SM_ENDPOINT} for another server
 * @param patience for one try
 */
record GoogleSecrets(Map<String, String> environment, Duration patience) {
  String read(CloudSecrets.Place place) throws InterruptedException {
    String[] parts = place.pair("gcp-sm://PROJECT/NAME[?version=VERSION]");
    String server =
        Variables.server(
            environment, "LOCOMO_GCP_SM_ENDPOINT", "https://secretmanager.googleapis.com");
    String version = Objects.requireNonNullElse(place.version(), "latest");
    JsonNode answer =
        new CloudRequest(
                "%s/v1/projects/%s/secrets/%s/versions/%s:access"
                    .formatted(server, parts[0], parts[1], version))
            .within(patience)
            .with("Authorization", "Bearer " + new GoogleIdentity(environment).token())
            .send(place.wanted());
    try {
      String data = CloudRequest.text(answer.path("payload"), "data");
      return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message would repeat some of the secret.
      throw new ProviderError(Kind.MALFORMED_REPLY, "its payload is not base64", null, null);
    }
  }
}
