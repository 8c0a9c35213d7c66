package dev.locomo.services.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each manager of secrets is asked, against a server that answers as the vendors' pages
 * describe; what holds for all of them is in {@link SecretsContract}.
 */
class CloudSecretsTest {
  private static final String SECRET = "s3cret-of-the-lab";

  @TempDir private Path folder;
  private FakeServer server;
  private final Map<String, String> environment = new HashMap<>();

  /** Each test asks for another one: what was loaded is not asked for again. */
  private final String name = "n" + UUID.randomUUID();

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    environment.put("VAULT_ADDR", server.url());
    environment.put("VAULT_TOKEN", "root");
    environment.put("LOCOMO_GCP_SM_ENDPOINT", server.url());
    environment.put("GOOGLE_OAUTH_ACCESS_TOKEN", "ya29");
    environment.put("LOCOMO_AZ_KV_ENDPOINT", server.url());
    environment.put("AZURE_AUTHORITY_HOST", server.url());
    environment.put("AZURE_TENANT_ID", "tenant");
    environment.put("AZURE_CLIENT_ID", "client");
    environment.put("AZURE_CLIENT_SECRET", "of the client");
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", server.url());
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ACCESS_KEY_ID", "id");
    environment.put("AWS_SECRET_ACCESS_KEY", "key");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String key(String address) {
    environment.put("OPENAI_API_KEY", address);
    var keys = Keys.read(environment, folder.resolve(".env")).of("OPENAI_API_KEY");
    assertThat(keys).hasSize(1);
    return keys.getFirst().secret();
  }

  private static ObjectNode object() {
    return JsonFiles.MAPPER.createObjectNode();
  }

  @Test
  void vaultIsAskedOnceWithItsTokenAndTheSecretIsMaskedFromThenOn() {
    var asked = new AtomicInteger();
    server.answersEach(request -> {
      asked.incrementAndGet();
      assertThat(request.path()).isEqualTo("/v1/secret/data/" + name);
      assertThat(request.headers().getFirst("X-Vault-Token")).isEqualTo("root");
      var answer = object();
      answer.putObject("data").putObject("data").put("openai", SECRET + name);
      return answer.toString();
    });
    String address = "vault://secret/data/" + name + "#openai";
    assertThat(Keys.secrets(Map.of("OPENAI_API_KEY", address), folder.resolve(".env"))).isEmpty();
    assertThat(asked).as("masking asks nobody").hasValue(0);
    assertThat(key(address)).isEqualTo(SECRET + name);
    assertThat(key(address)).isEqualTo(SECRET + name);
    assertThat(asked).hasValue(1);
    assertThat(Keys.without(List.of(SECRET), "it is " + SECRET + name, "***"))
        .isEqualTo("it is ***");
  }

  @Test
  void vaultsFirstEngineAndFieldOfNoName() {
    server.answersEach(_ -> "{\"data\": {\"value\": \"" + SECRET + "\"}}");
    assertThat(key("vault://kv/" + name)).isEqualTo(SECRET);
  }

  @Test
  void googleByATokenThatIsGiven() {
    server.answersEach(request -> {
      assertThat(request.path()).isEqualTo("/v1/projects/p/secrets/" + name + "/versions/7:access");
      assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer ya29");
      var answer = object();
      answer
          .putObject("payload")
          .put("data", Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)));
      return answer.toString();
    });
    assertThat(key("gcp-sm://p/" + name + "?version=7")).isEqualTo(SECRET);
  }

  @Test
  void googleByTheKeyOfAnAccount() throws IOException, GeneralSecurityException {
    environment.remove("GOOGLE_OAUTH_ACCESS_TOKEN");
    var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    String key = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    var account = object().put("type", "service_account").put("client_email", "lab@p");
    account.put("token_uri", server.url() + "/token");
    account.put(
        "private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    Path file = Files.writeString(folder.resolve("account.json"), account.toString());
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    server.answersEach(request -> {
      if (request.path().equals("/token")) {
        assertThat(request.body()).contains("jwt-bearer").contains("assertion=");
        return "{\"access_token\": \"of-the-account\"}";
      }
      assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer of-the-account");
      return "{\"payload\": {\"data\": \"YWJj\"}}";
    });
    assertThat(key("gcp-sm://p/" + name)).isEqualTo("abc");
  }

  @Test
  void azureByAClient() {
    server.answersEach(request -> {
      if (request.path().startsWith("/tenant/oauth2")) {
        assertThat(request.body()).contains("client_secret=of%20the%20client");
        return "{\"access_token\": \"t\"}";
      }
      assertThat(request.path()).isEqualTo("/secrets/" + name + "?api-version=7.4");
      assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer t");
      return "{\"value\": \"" + SECRET + "\"}";
    });
    assertThat(key("az-kv://lab/" + name)).isEqualTo(SECRET);
  }

  @Test
  void amazonByItsSdk() {
    server.answersEach(request -> {
      assertThat(request.headers().getFirst("X-Amz-Target"))
          .isEqualTo("secretsmanager.GetSecretValue");
      assertThat(request.body()).contains("lab/" + name);
      var answer = object().put("Name", name);
      return answer.put("SecretString", "{\"key\": \"" + SECRET + "\"}").toString();
    });
    assertThat(key("aws-sm://lab/" + name + "#key")).isEqualTo(SECRET);
    String arn = "aws-sm://arn:aws:secretsmanager:eu-west-1:123456789012:secret:a.b/lab/" + name;
    assertThat(key(arn + "#key")).as("a name with all that it may have").isEqualTo(SECRET);
  }

  @Test
  void whatIsNoBase64IsSaidWithoutShowingIt() {
    server.answersEach(_ -> "{\"payload\": {\"data\": \"%" + SECRET + "\"}}");
    environment.put("GOOGLE_OAUTH_ACCESS_TOKEN", "t");
    assertThatThrownBy(() -> key("gcp-sm://p/" + name))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("base64")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void severalKeysInOneSecret() {
    server.answersEach(_ -> "{\"data\": {\"value\": \"key-one,key-two\"}}");
    environment.put("OPENAI_API_KEY", "vault://kv/" + name);
    assertThat(Keys.read(environment, folder.resolve(".env")).of("OPENAI_API_KEY")).hasSize(2);
  }

  @Test
  void aFileByItsAddress() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), SECRET + "\n");
    assertThat(key("file:" + file)).isEqualTo(SECRET);
    assertThat(key("file://" + file)).isEqualTo(SECRET);
    assertThatThrownBy(() -> key("file:" + folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "OPENAI_API_KEY names " + folder.resolve("none") + ", which is not there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault://../sys",
        "vault://a?b",
        "gcp-sm://only",
        "az-kv://a/b/c",
        "gcp-sm://p/n/7"
      })
  void addressesThatAreNoneAreRefusedBeforeAnybodyIsAsked(String address) {
    server.answersEach(_ -> {
      throw new AssertionError("asked");
    });
    assertThatThrownBy(() -> key(address)).isInstanceOf(UserError.class);
  }
}
