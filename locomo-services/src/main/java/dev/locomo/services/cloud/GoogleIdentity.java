package dev.locomo.services.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * Who asks a service of Google's: {@code GOOGLE_OAUTH_ACCESS_TOKEN}, else the key of a service
 * account or the login of a person in {@code GOOGLE_APPLICATION_CREDENTIALS} or where {@code gcloud
 * auth application-default login} leaves it, else the machine's or the pod's own account.
 *
 * @param environment also {@code GCE_METADATA_HOST}
 */
public record GoogleIdentity(Map<String, String> environment) {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String ISSUER = "https://oauth2.googleapis.com/token";
  private static final String WHO = "account for it";
  private static final long TOKEN_SECONDS = 600;

  /** Whether the environment says who asks, so that no machine's account is meant. */
  public boolean named() {
    return Variables.first(
            environment, "GOOGLE_OAUTH_ACCESS_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS")
        != null;
  }

  /**
   * A fresh token.
   *
   * @throws UserError when a file holds no credentials, or the issuer knows nobody of this name
   * @throws dev.locomo.core.llm.ProviderError when the issuer refuses or cannot be reached
   */
  public String token() throws InterruptedException {
    var given = Keys.read(environment, Path.of(".env")).secret("GOOGLE_OAUTH_ACCESS_TOKEN");
    if (given.isPresent()) {
      return given.get();
    }
    Path login =
        Path.of(
            Variables.or(environment, "HOME", "."),
            ".config/gcloud/application_default_credentials.json");
    String file = Variables.or(environment, "GOOGLE_APPLICATION_CREDENTIALS", "");
    if (!file.isEmpty() || Files.isRegularFile(login)) {
      Path credentials = file.isEmpty() ? login : Path.of(file);
      JsonNode account = JsonFiles.read(credentials, JsonFiles.MAPPER::readTree);
      return of(account, credentials);
    }
    String host = Variables.or(environment, "GCE_METADATA_HOST", "metadata.google.internal");
    JsonNode answer =
        new CloudRequest(
                "http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token")
            .with("Metadata-Flavor", "Google")
            .send(WHO);
    return CloudRequest.text(answer, "access_token");
  }

  private static String of(JsonNode account, Path file) throws InterruptedException {
    String server = account.path("token_uri").asText(ISSUER);
    Map<String, String> form =
        switch (account.path("type").asText()) {
          case "service_account" ->
              Map.of(
                  "grant_type",
                  "urn:ietf:params:oauth:grant-type:jwt-bearer",
                  "assertion",
                  assertion(account, server, file));
          case "authorized_user" ->
              Map.of(
                  "grant_type",
                  "refresh_token",
                  "client_id",
                  account.path("client_id").asText(),
                  "client_secret",
                  account.path("client_secret").asText(),
                  "refresh_token",
                  account.path("refresh_token").asText());
          default ->
              throw new UserError(
                  file + " has neither the key of a service account nor the login of a person",
                  "a file with one");
        };
    return CloudRequest.text(new CloudRequest(server).posting(form).send(WHO), "access_token");
  }

  /** A statement that the account's own key signs (RFC 7523). */
  private static String assertion(JsonNode account, String server, Path file) {
    long now = Instant.now().getEpochSecond();
    var claims = JsonFiles.MAPPER.createObjectNode();
    claims.put("iss", account.path("client_email").asText()).put("scope", SCOPE);
    claims.put("aud", server).put("iat", now).put("exp", now + TOKEN_SECONDS);
    String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toString());
    return signed + "." + signature(signed, account.path("private_key").asText(), file);
  }

  private static String signature(String text, String key, Path file) {
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
