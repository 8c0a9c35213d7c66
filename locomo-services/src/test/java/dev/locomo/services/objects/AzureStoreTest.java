package dev.locomo.services.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Masking;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Azure's store, as somebody whom Entra ID knows, against a stand-in of its REST interface. */
class AzureStoreTest extends ObjectStoreContract {
  private final RestObjectServer server = new RestObjectServer();
  private final FakeServer entra = new FakeServer();

  AzureStoreTest() throws IOException {
    entra.answersEach(request -> {
      boolean known = request.body().contains("client_secret=right");
      return "{\"access_token\": \"" + (known ? RestObjectServer.TOKEN : "wrong-token") + "\"}";
    });
  }

  @AfterEach
  void stop() {
    server.close();
    entra.close();
  }

  @Override
  int port() {
    return server.port();
  }

  @Override
  ObjectAddress at(String key) {
    return ObjectAddress.parse("az://" + RestObjectServer.BUCKET + "/" + key);
  }

  @Override
  ObjectAddress elsewhere() {
    return ObjectAddress.parse("az://other/x");
  }

  @Override
  ObjectStore client(int port, Duration patience) {
    return new AzureStore(AzureAccount.of(environment(port, "right")), largest(), patience);
  }

  @Override
  ObjectStore stranger(int port) {
    return AzureStore.of(environment(port, "wrong"));
  }

  private Map<String, String> environment(int port, String secret) {
    return environment(
        "AZURE_STORAGE_ACCOUNT",
        "acc",
        "LOCOMO_AZ_ENDPOINT",
        "http://127.0.0.1:" + port,
        "AZURE_AUTHORITY_HOST",
        entra.url(),
        "AZURE_TENANT_ID",
        "tenant",
        "AZURE_CLIENT_ID",
        "client",
        "AZURE_CLIENT_SECRET",
        secret);
  }

  @Test
  void aConnectionStringAndASignatureAreKeysAndNeverShown() {
    String key = Base64.getEncoder().encodeToString("a key".getBytes(StandardCharsets.UTF_8));
    String connection =
        "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey="
            + key
            + ";BlobEndpoint=not an address";
    var account = AzureAccount.of(environment("AZURE_STORAGE_CONNECTION_STRING", connection));
    assertThat(account.toString()).isEqualTo("acc");
    var signed =
        AzureAccount.of(
            environment(
                "AZURE_STORAGE_ACCOUNT", "acc x", "AZURE_STORAGE_SAS_TOKEN", "?sv=1&sig=abc"));
    for (var one : new AzureAccount[] {account, signed}) {
      assertThatThrownBy(() -> one.request("GET", at("x"), Map.of()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is no address")
          .hasMessageNotContaining("sig=")
          .hasMessageNotContaining(key);
    }
    assertThat(Masking.mask(connection)).doesNotContain(key).contains("AccountName=acc");
    assertThat(Masking.mask("https://a/b?sv=1&sig=abc%3D&se=2"))
        .isEqualTo("https://a/b?sv=1&sig=***&se=2");
    assertThatThrownBy(() -> AzureAccount.of(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no storage account of Azure's is named");
  }
}
