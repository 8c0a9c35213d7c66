package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.services.cloud.AzureIdentity;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.Variables;
import java.util.Map;

/**
 * Azure's Key Vault: {@code az-kv://VAULT/NAME[/VERSION]}.
 *
 * @param environment who asks, and {@code LOCOMO_AZ_KV_ENDPOINT} for another server
 */
record AzureSecrets(Map<String, String> environment) {
  private static final String RESOURCE = "https://vault.azure.net";

  String read(CloudSecrets.Place place) throws InterruptedException {
    String[] parts = place.parts(2, "az-kv://VAULT/NAME[/VERSION]");
    String server =
        Variables.server(
            environment, "LOCOMO_AZ_KV_ENDPOINT", "https://" + parts[0] + ".vault.azure.net");
    String version = parts.length > 2 ? "/" + parts[2] : "";
    JsonNode answer =
        new CloudRequest(server + "/secrets/" + parts[1] + version + "?api-version=7.4")
            .with("Authorization", "Bearer " + new AzureIdentity(environment).token(RESOURCE))
            .send(CloudSecrets.WANTED);
    return CloudRequest.text(answer, "value");
  }
}
