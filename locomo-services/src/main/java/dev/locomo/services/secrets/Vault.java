package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * HashiCorp's Vault and OpenBao: {@code vault://MOUNT/data/NAME#FIELD} of the key-value engine's
 * version 2, {@code vault://MOUNT/NAME#FIELD} of version 1. Address, token and namespace are in the
 * variables that Vault's own client reads.
 *
 * @param environment {@code VAULT_ADDR}, {@code VAULT_TOKEN}, else {@code ~/.vault-token}, {@code
 *     VAULT_NAMESPACE}
 * @param patience for one try
 */
record Vault(Map<String, String> environment, Duration patience) {
  private static final int LONGEST_TOKEN = 1 << 12;

  String read(CloudSecrets.Place place) throws InterruptedException {
    String server = Variables.server(environment, "VAULT_ADDR", "https://127.0.0.1:8200");
    String version = place.version() == null ? "" : "?version=" + place.version();
    var request =
        new CloudRequest(server + "/v1/" + place.path() + version)
            .within(patience)
            .with("X-Vault-Token", token())
            .with("X-Vault-Request", "true");
    String namespace = Variables.or(environment, "VAULT_NAMESPACE", "");
    if (!namespace.isEmpty()) {
      request.with("X-Vault-Namespace", namespace);
    }
    JsonNode data = request.send(place.wanted()).path("data");
    if (!data.isObject()) {
      throw new ProviderError(Kind.MALFORMED_REPLY, "its answer has no secret", null, null);
    }
    boolean versioned = data.path("data").isObject();
    if (place.version() != null && !versioned) {
      throw new UserError(
          "its engine, version 1, keeps no versions", "the address without ?version=");
    }
    JsonNode fields = versioned ? data.path("data") : data;
    return CloudSecrets.member(fields, Objects.requireNonNullElse(place.field(), "value"));
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
