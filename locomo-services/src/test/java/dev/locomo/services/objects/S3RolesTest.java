package dev.locomo.services.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whoever has no key of its own but a role: a pod's token (as with IRSA), a profile that assumes a
 * role, single sign-on; against a stand-in of Amazon's token service. The SDK reads where they are
 * from system properties, as from the environment.
 */
@Isolated
class S3RolesTest {
  @TempDir Path root;

  private final S3Server server = new S3Server();
  private final FakeServer tokens = new FakeServer();
  private final Map<String, @Nullable String> before = new HashMap<>();

  S3RolesTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    server.put("data.json", "[]");
    Files.writeString(root.resolve("none"), "");
    set("aws.endpointUrlSts", tokens.url());
    set("aws.endpointUrlSso", tokens.url());
    set("aws.region", "eu-central-1");
    set("aws.disableEc2Metadata", "true");
    set("aws.configFile", root.resolve("config").toString());
    set("aws.sharedCredentialsFile", root.resolve("none").toString());
    Files.writeString(root.resolve("config"), "");
  }

  @AfterEach
  void stop() {
    before.forEach((name, value) -> {
      if (value == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, value);
      }
    });
    server.close();
    tokens.close();
  }

  private void set(String name, String value) {
    before.put(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  private void answersRole(String action) {
    String credentials =
        "<AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>"
                .formatted(S3Server.KEY, S3Server.SECRET)
            + "<SessionToken>of-the-role</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>";
    tokens.answersEach(_ ->
        "<%sResponse><%sResult><Credentials>%s</Credentials></%sResult></%sResponse>"
            .formatted(action, action, credentials, action, action));
  }

  private Path read() {
    String endpoint = server.environment().getOrDefault("LOCOMO_S3_ENDPOINT", "");
    try (var store = S3Store.of(Map.of("LOCOMO_S3_ENDPOINT", endpoint))) {
      var copies = new ObjectCopies(store, root.resolve("copies"), _ -> {});
      return copies.file(ObjectAddress.parse("s3://lab/data.json"));
    }
  }

  @Test
  void aPodsTokenIsChangedForTheRolesKeys() throws IOException {
    Path token = Files.writeString(root.resolve("token"), "token-of-the-pod");
    set("aws.roleArn", "arn:aws:iam::123456789012:role/reader");
    set("aws.webIdentityTokenFile", token.toString());
    answersRole("AssumeRoleWithWebIdentity");
    assertThat(read()).hasContent("[]");
    assertThat(tokens.request().body())
        .contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=token-of-the-pod");
    assertThat(server.sessions()).containsOnly("of-the-role");
  }

  @Test
  void aProfileAssumesARole() throws IOException {
    Files.writeString(
        root.resolve("config"),
        """
        [default]
        role_arn = arn:aws:iam::123456789012:role/reader
        source_profile = base
        [profile base]
        aws_access_key_id = id
        aws_secret_access_key = of-the-base
        """);
    answersRole("AssumeRole");
    assertThat(read()).hasContent("[]");
    assertThat(tokens.request().body()).contains("Action=AssumeRole&", "role%2Freader");
    assertThat(server.sessions()).containsOnly("of-the-role");
  }

  /** Where a login is left cannot be said to the SDK: it looks in the home of whoever asks. */
  @Test
  void singleSignOnLooksForWhatALoginLeft() throws IOException {
    Files.writeString(
        root.resolve("config"),
        """
        [default]
        sso_start_url = https://lab.example/%s
        sso_region = eu-central-1
        sso_account_id = 123456789012
        sso_role_name = reader
        """
            .formatted(UUID.randomUUID()));
    assertThatThrownBy(this::read)
        .isInstanceOf(UserError.class)
        .hasStackTraceContaining(".aws/sso/cache/");
  }

  @Test
  void aRoleThatIsRefusedIsSaidWithoutTheToken() throws IOException {
    Path token = Files.writeString(root.resolve("token"), "token-of-the-pod");
    set("aws.roleArn", "arn:aws:iam::123456789012:role/reader");
    set("aws.webIdentityTokenFile", token.toString());
    tokens.answers(
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>");
    assertThatThrownBy(this::read)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("s3://lab/data.json")
        .hasMessageNotContaining("token-of-the-pod");
  }
}
