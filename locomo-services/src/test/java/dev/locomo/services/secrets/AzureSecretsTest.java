package dev.locomo.services.secrets;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.http.Network;
import dev.locomo.services.cloud.AzureIdentity;
import dev.locomo.services.cloud.CloudRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Azure's Key Vault: a stand-in, or Lowkey Vault, which also answers for the machine's identity and
 * lets everybody in who has a token.
 */
class AzureSecretsTest extends SecretsContract {
  private static final @Nullable String OTHER = System.getProperty("locomo.test.keyvault");

  @BeforeAll
  static void trust() {
    if (OTHER != null) {
      Network.use(Map.of(), Path.of(System.getProperty("locomo.test.keyvault.certificate")));
    }
  }

  @AfterAll
  static void trustNobodyElse() {
    Network.use(Map.of(), null);
  }

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
    var environment = new HashMap<String, String>();
    environment.put("LOCOMO_AZ_KV_ENDPOINT", server);
    if (server.equals(OTHER)) {
      environment.put(
          "AZURE_POD_IDENTITY_AUTHORITY_HOST", System.getProperty("locomo.test.keyvault.identity"));
    } else {
      environment.put("AZURE_AUTHORITY_HOST", server);
      environment.put("AZURE_TENANT_ID", "tenant");
      environment.put("AZURE_CLIENT_ID", "client");
      environment.put("AZURE_CLIENT_SECRET", token);
    }
    return environment;
  }

  @Override
  String address() {
    return "az-kv://lab/" + name;
  }

  @Override
  String keep(Map<String, String> environment, String text) throws Exception {
    var body = JsonFiles.MAPPER.createObjectNode().put("value", text);
    String token = new AzureIdentity(environment).token("https://vault.azure.net");
    var request =
        new CloudRequest(
                environment.get("LOCOMO_AZ_KV_ENDPOINT") + "/secrets/" + name + "?api-version=7.4")
            .with("Authorization", "Bearer " + token)
            .with("Content-Type", "application/json");
    return sent(request, "PUT", body).path("id").asText().replaceFirst(".*/", "");
  }
}
