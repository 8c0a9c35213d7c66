package dev.locomo.services.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.services.cloud.CloudRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vault's key-value engine 2, at {@code secret} of a stand-in, or of Vault or OpenBao. */
class VaultTest extends SecretsContract {
  @Override
  @Nullable String other() {
    return System.getProperty("locomo.test.vault");
  }

  @Override
  Map<String, String> environment(String server, String token) {
    return Map.of("VAULT_ADDR", server, "VAULT_TOKEN", token);
  }

  @Override
  String address() {
    return "vault://secret/data/" + name;
  }

  @Override
  boolean always() {
    return true;
  }

  @Override
  String keep(Map<String, String> environment, String text) throws Exception {
    var body = JsonFiles.MAPPER.createObjectNode();
    body.set("data", object(text));
    var request =
        new CloudRequest(environment.get("VAULT_ADDR") + "/v1/secret/data/" + name)
            .with("X-Vault-Token", SecretServer.TOKEN);
    return sent(request, "POST", body).at("/data/version").asText();
  }

  private static JsonNode object(String text) throws JsonProcessingException {
    return text.startsWith("{")
        ? JsonFiles.MAPPER.readTree(text)
        : JsonFiles.MAPPER.createObjectNode().put("value", text);
  }
}
