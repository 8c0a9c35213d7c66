package dev.locomo.services.objects;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Azure's store with an account's key, against Azurite, which looks at every signature; {@code
 * scripts/check/objects.sh} starts one. Without one it is skipped.
 */
@EnabledIfSystemProperty(named = AzuriteTest.PORT, matches = "\\d+")
class AzuriteTest extends ObjectStoreContract {
  static final String PORT = "locomo.test.azurite";

  private static final String ACCOUNT = "acc";
  private static final String BUCKET = "lab";

  @BeforeAll
  static void makeContainer() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      account(Integer.getInteger(PORT), "right")
          .request("PUT", ObjectAddress.parse("az://" + BUCKET), Map.of(), "restype", "container")
          .method("PUT", BodyPublishers.noBody())
          .answer(client, BodyHandlers.discarding());
    }
  }

  private static AzureAccount account(int port, String key) {
    String secret = "the " + key + " key of a test, which nobody keeps";
    return AzureAccount.of(
        environment(
            "AZURE_STORAGE_CONNECTION_STRING",
            "AccountName=%s;AccountKey=%s;BlobEndpoint=http://127.0.0.1:%d/%s"
                .formatted(
                    ACCOUNT,
                    Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)),
                    port,
                    ACCOUNT)));
  }

  @Override
  int port() {
    return Integer.getInteger(PORT);
  }

  @Override
  ObjectAddress at(String key) {
    return ObjectAddress.parse("az://" + BUCKET + "/" + key);
  }

  @Override
  ObjectAddress elsewhere() {
    return ObjectAddress.parse("az://other/x");
  }

  @Override
  ObjectStore client(int port, Duration patience) {
    return new AzureStore(account(port, "right"), largest(), patience);
  }

  @Override
  ObjectStore stranger(int port) {
    return new AzureStore(account(port, "wrong"), largest(), RestClient.PATIENCE);
  }
}
