package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.services.cloud.AzureIdentity;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.Variables;
import java.time.Duration;
import java.util.Map;

/**
 * Azure's Key Vault: {@code az-kv://VAULT/NAME}.
 *
 * @param environment who asks, and {@code LOCOMO_AZ_KV_ENDPOINT} for another server
 * @param patience for one try
 */
record AzureSecrets(Map<String, String> environment, Duration patience) {
  private static final String RESOURCE = "https://vault.azure.net";

  String read(CloudSecrets.Place place) throws InterruptedException {
    String[] parts = place.pair("az-kv://VAULT/NAME[?version=VERSION]");
    String server =
        Variables.server(
            environment, "LOCOMO_AZ_KV_ENDPOINT", "https://" + parts[0] + ".vault.azure.net");
    String version = place.version() == null ? "" : "/" + place.version();
    JsonNode answer =
        new CloudRequest(server + "/secrets/" + parts[1] + version + "?api-version=7.4")
            .within(patience)
            .with("Authorization", "Bearer " + new AzureIdentity(environment).token(RESOURCE))
            .send(place.wanted());
    return CloudRequest.text(answer, "value");
  }
}
