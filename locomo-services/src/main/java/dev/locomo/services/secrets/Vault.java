package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.keys.Keys;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * HashiCorp's Vault and OpenBao: {@code vault://MOUNT/data/NAME#FIELD} of the key-value engine's
 * version 2, {@code vault://MOUNT/NAME#FIELD} of version 1. Address, token and namespace are in the
 * variables that Vault's own client reads.
 *
 * @param environment {@code VAULT_ADDR}, {@code VAULT_TOKEN}, else {@code ~/.vault-token}, {@code
 *     VAULT_NAMESPACE}
 */
record Vault(Map<String, String> environment) {
  private static final int LONGEST_TOKEN = 1 << 12;

  String read(CloudSecrets.Place place) throws InterruptedException {
    String server = Variables.server(environment, "VAULT_ADDR", "https://127.0.0.1:8200");
    var request =
        new CloudRequest(server + "/v1/" + place.path())
            .with("X-Vault-Token", token())
            .with("X-Vault-Request", "true");
    String namespace = Variables.or(environment, "VAULT_NAMESPACE", "");
    if (!namespace.isEmpty()) {
      request.with("X-Vault-Namespace", namespace);
    }
    JsonNode data = request.send(CloudSecrets.WANTED).path("data");
    JsonNode fields = data.path("data").isObject() ? data.path("data") : data;
    return CloudRequest.text(fields, Objects.requireNonNullElse(place.field(), "value"));
  }

  private String token() {
    return Keys.read(environment, Path.of(".env"))
        .secret("VAULT_TOKEN")
        .orElseGet(() -> {
          Path file = Path.of(Variables.or(environment, "HOME", "."), ".vault-token");
          if (!Files.isRegularFile(file)) {
            throw new UserError("there is no token for Vault", "VAULT_TOKEN, or vault login");
          }
          return UserFile.text(file, LONGEST_TOKEN).strip();
        });
  }
}
