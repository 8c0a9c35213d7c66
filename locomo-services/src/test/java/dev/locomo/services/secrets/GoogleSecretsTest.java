package dev.locomo.services.secrets;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.services.cloud.CloudRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Google's Secret Manager: a stand-in. */
class GoogleSecretsTest extends SecretsContract {
  @Override
  @Nullable String other() {
    return null;
  }

  @Override
  Map<String, String> environment(String server, String token) {
    return Map.of("LOCOMO_GCP_SM_ENDPOINT", server, "GOOGLE_OAUTH_ACCESS_TOKEN", token);
  }

  @Override
  String address() {
    return "gcp-sm://p/" + name;
  }

  @Override
  String keep(Map<String, String> environment, String text) throws Exception {
    var body = JsonFiles.MAPPER.createObjectNode();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    body.putObject("payload").put("data", Base64.getEncoder().encodeToString(bytes));
    String secrets = environment.get("LOCOMO_GCP_SM_ENDPOINT") + "/v1/projects/p/secrets";
    var request =
        new CloudRequest(secrets + "/" + name + ":addVersion")
            .with("Authorization", "Bearer " + SecretServer.TOKEN);
    return sent(request, "POST", body).path("name").asText().replaceFirst(".*/", "");
  }
}
