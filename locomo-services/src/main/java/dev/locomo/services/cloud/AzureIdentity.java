package dev.locomo.services.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.keys.Keys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Who asks a service of Azure's: {@code AZURE_TENANT_ID} and {@code AZURE_CLIENT_ID} with {@code
 * AZURE_CLIENT_SECRET} or {@code AZURE_FEDERATED_TOKEN_FILE} (as pods have it), else the machine's
 * own identity.
 *
 * @param environment also {@code AZURE_AUTHORITY_HOST} and {@code
 *     AZURE_POD_IDENTITY_AUTHORITY_HOST} for other servers
 */
public record AzureIdentity(Map<String, String> environment) {
  private static final String ASSERTED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int LONGEST_TOKEN = 1 << 16;

  /**
   * A fresh token.
   *
   * @param resource the service, {@code https://vault.azure.net} for example
   * @throws dev.locomo.core.error.UserError when the issuer knows nobody of this name
   * @throws dev.locomo.core.llm.ProviderError when the issuer refuses or cannot be reached
   */
  public String token(String resource) throws InterruptedException {
    String tenant = Variables.or(environment, "AZURE_TENANT_ID", "");
    String client = Variables.or(environment, "AZURE_CLIENT_ID", "");
    CloudRequest request;
    if (tenant.isEmpty() || client.isEmpty()) {
      String host =
          Variables.server(
              environment, "AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://169.254.169.254");
      String of = client.isEmpty() ? "" : "&client_id=" + client;
      request =
          new CloudRequest(
                  host
                      + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                      + resource
                      + of)
              .with("Metadata", "true");
    } else {
      String host =
          Variables.server(
              environment, "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com");
      request =
          new CloudRequest(host + "/" + tenant + "/oauth2/v2.0/token")
              .posting(asserting(client, resource));
    }
    JsonNode answer = request.send("identity for it");
    return CloudRequest.text(answer, "access_token");
  }

  private Map<String, String> asserting(String client, String resource) {
    var form = new HashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client);
    form.put("scope", resource + "/.default");
    String file = Variables.or(environment, "AZURE_FEDERATED_TOKEN_FILE", "");
    if (file.isEmpty()) {
      var keys = Keys.read(environment, Path.of(".env"));
      form.put("client_secret", keys.secret("AZURE_CLIENT_SECRET").orElse(""));
    } else {
      form.put("client_assertion_type", ASSERTED);
      form.put("client_assertion", UserFile.text(Path.of(file), LONGEST_TOKEN).strip());
    }
    return form;
  }
}
