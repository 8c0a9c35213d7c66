package dev.locomo.services.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * Google's Secret Manager: {@code gcp-sm://PROJECT/NAME[/VERSION]}. Who asks is said by {@code
 * GOOGLE_OAUTH_ACCESS_TOKEN}, else the key of a service account in {@code
 * GOOGLE_APPLICATION_CREDENTIALS}, else the machine's or the pod's own account.
 *
 * @param environment also {@code LOCOMO_GCP_SM_ENDPOINT} for another server, and {@code
 *     GCE_METADATA_HOST}
 */
record GoogleSecrets(Map<String, String> environment) {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final long TOKEN_SECONDS = 600;

  String read(CloudSecrets.Place place) throws InterruptedException {
    String[] parts = place.parts(2, "gcp-sm://PROJECT/NAME[/VERSION]");
    String server =
        CloudSecrets.set(
            environment, "LOCOMO_GCP_SM_ENDPOINT", "https://secretmanager.googleapis.com");
    String version = parts.length > 2 ? parts[2] : "latest";
    JsonNode answer =
        new SecretRequest(
                "%s/v1/projects/%s/secrets/%s/versions/%s:access"
                    .formatted(server, parts[0], parts[1], version))
            .with("Authorization", "Bearer " + token())
            .send();
    try {
      byte[] bytes = Base64.getDecoder().decode(answer.at("/payload/data").asText());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message would repeat some of the secret.
      throw new ProviderError(Kind.MALFORMED_REPLY, "its payload is not base64", null, null);
    }
  }

  private String token() throws InterruptedException {
    String given = CloudSecrets.set(environment, "GOOGLE_OAUTH_ACCESS_TOKEN", "");
    if (!given.isEmpty()) {
      return given;
    }
    String file = CloudSecrets.set(environment, "GOOGLE_APPLICATION_CREDENTIALS", "");
    if (!file.isEmpty()) {
      return ofAccount(JsonFiles.read(Path.of(file), JsonFiles.MAPPER::readTree), file);
    }
    String host = CloudSecrets.set(environment, "GCE_METADATA_HOST", "metadata.google.internal");
    JsonNode answer =
        new SecretRequest(
                "http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token")
            .with("Metadata-Flavor", "Google")
            .send();
    return CloudSecrets.field(answer, "access_token");
  }

  /** By a statement that the account's own key signs (RFC 7523). */
  private static String ofAccount(JsonNode account, String file) throws InterruptedException {
    if (!account.path("type").asText().equals("service_account")) {
      throw new UserError(file + " has no key of a service account", "a file with one");
    }
    String server = account.path("token_uri").asText();
    long now = Instant.now().getEpochSecond();
    var claims = JsonFiles.MAPPER.createObjectNode();
    claims.put("iss", account.path("client_email").asText()).put("scope", SCOPE);
    claims.put("aud", server).put("iat", now).put("exp", now + TOKEN_SECONDS);
    String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toString());
    String assertion = signed + "." + signature(signed, account.path("private_key").asText(), file);
    JsonNode answer =
        new SecretRequest(server)
            .posting(
                Map.of(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "assertion",
                    assertion))
            .send();
    return CloudSecrets.field(answer, "access_token");
  }

  private static String signature(String text, String key, String file) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes)));
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UserError("the private key in " + file + " cannot be used", "a new one");
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
