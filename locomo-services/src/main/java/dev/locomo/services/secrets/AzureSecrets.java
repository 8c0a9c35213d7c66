package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.UserFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Azure's Key Vault: {@code az-kv://VAULT/NAME[/VERSION]}. Who asks is said by {@code
 * AZURE_TENANT_ID} and {@code AZURE_CLIENT_ID} with {@code AZURE_CLIENT_SECRET} or {@code
 * AZURE_FEDERATED_TOKEN_FILE} (as pods have it), else by the machine's own identity.
 *
 * @param environment also {@code AZURE_AUTHORITY_HOST}, {@code IDENTITY_ENDPOINT} and {@code
 *     LOCOMO_AZ_KV_ENDPOINT} for other servers
 */
record AzureSecrets(Map<String, String> environment) {
  private static final String RESOURCE = "https://vault.azure.net";
  private static final String ASSERTED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int LONGEST_TOKEN = 1 << 16;

  String read(CloudSecrets.Place place) throws InterruptedException {
    String[] parts = place.parts(2, "az-kv://VAULT/NAME[/VERSION]");
    String server =
        CloudSecrets.set(
            environment, "LOCOMO_AZ_KV_ENDPOINT", "https://" + parts[0] + ".vault.azure.net");
    String version = parts.length > 2 ? "/" + parts[2] : "";
    JsonNode answer =
        new SecretRequest(server + "/secrets/" + parts[1] + version + "?api-version=7.4")
            .with("Authorization", "Bearer " + token())
            .send();
    return CloudSecrets.field(answer, "value");
  }

  private String token() throws InterruptedException {
    var form =
        CloudSecrets.both(environment, "AZURE_TENANT_ID", "AZURE_CLIENT_ID", this::asserting);
    JsonNode answer;
    if (form == null) {
      String host =
          CloudSecrets.set(
              environment, "AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://169.254.169.254");
      answer =
          new SecretRequest(
                  host
                      + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                      + RESOURCE)
              .with("Metadata", "true")
              .send();
    } else {
      String host =
          CloudSecrets.set(environment, "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com")
              .replaceFirst("(?<!/)/+$", "");
      String tenant = environment.getOrDefault("AZURE_TENANT_ID", "").strip();
      answer = new SecretRequest(host + "/" + tenant + "/oauth2/v2.0/token").posting(form).send();
    }
    return CloudSecrets.field(answer, "access_token");
  }

  private Map<String, String> asserting(String tenant, String client) {
    var form = new HashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client);
    form.put("scope", RESOURCE + "/.default");
    String file = CloudSecrets.set(environment, "AZURE_FEDERATED_TOKEN_FILE", "");
    if (file.isEmpty()) {
      form.put("client_secret", CloudSecrets.set(environment, "AZURE_CLIENT_SECRET", ""));
    } else {
      form.put("client_assertion_type", ASSERTED);
      form.put("client_assertion", UserFile.text(Path.of(file), LONGEST_TOKEN).strip());
    }
    return form;
  }
}
