package dev.locomo.services.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.services.cloud.CloudRequest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every manager of secrets, whatever it does: against the stand-in, or against a
 * server of somebody else that {@code scripts/check/secrets.sh} starts.
 */
abstract class SecretsContract {
  private static final String SECRET = "s3cret-of-the-lab";

  @TempDir private Path folder;
  private SecretServer standIn;

  /** Each test has another one: what was loaded is not asked for again. */
  final String name = "n" + UUID.randomUUID();

  @BeforeEach
  void start() throws IOException {
    standIn = new SecretServer();
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  /** Another server than the stand-in, or null. */
  abstract @Nullable String other();

  /** Whether that one lets everybody in. */
  boolean open() {
    return false;
  }

  /** Who asks, and whom: somebody with {@link SecretServer#TOKEN}, or a stranger. */
  abstract Map<String, String> environment(String server, String token);

  /** Where a secret is, without version and field. */
  abstract String address();

  /** Whether a secret is always an object, so that a field is always meant. */
  boolean always() {
    return false;
  }

  /** Makes another version of the secret at {@link #address}; its name. */
  abstract String keep(Map<String, String> environment, String text) throws Exception;

  final String server() {
    return Objects.requireNonNullElseGet(other(), () -> standIn.server().url());
  }

  /** Somebody who may, at the server that is tried. */
  final Map<String, String> here() {
    return environment(server(), SecretServer.TOKEN);
  }

  /** The same at the stand-in, which does what it is told. */
  private Map<String, String> there() {
    return environment(standIn.server().url(), SecretServer.TOKEN);
  }

  /** What a manager answers to this. */
  static JsonNode sent(CloudRequest request, String method, JsonNode body) throws Exception {
    return request.method(method, BodyPublishers.ofString(body.toString())).send("");
  }

  final String key(String address, Map<String, String> who) {
    var environment = new HashMap<>(who);
    environment.put("OPENAI_API_KEY", address);
    return Keys.read(environment, folder.resolve(".env")).of("OPENAI_API_KEY").getFirst().secret();
  }

  /** Reads from the stand-in, which does what it is told; hands the error to somebody. */
  private void fails(String address, FakeServer.Answer answer, Consumer<UserError> looks) {
    standIn.server().reacts((exchange, _) -> answer.to(exchange));
    assertThatThrownBy(() -> key(address, there()))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.getMessage())
                  .contains("OPENAI_API_KEY names " + address)
                  .doesNotContain(SECRET, SecretServer.TOKEN, "\n");
              assertThat(error.remedy()).isNotEmpty();
              looks.accept(error);
            });
  }

  @Test
  void theNewestVersionIsReadAndAnOlderOneByItsName() throws Exception {
    String old = keep(here(), SECRET + "-1");
    String now = keep(here(), SECRET + "-2");
    assertThat(key(address(), here())).isEqualTo(SECRET + "-2");
    assertThat(key(address() + "?version=" + old, here())).isEqualTo(SECRET + "-1");
    assertThat(key(address() + "?version=" + now, here())).isEqualTo(SECRET + "-2");
  }

  @Test
  void oneFieldOfASecretThatIsAnObject() throws Exception {
    String old = keep(here(), "{\"openai\": \"" + SECRET + "\", \"other\": 7}");
    keep(here(), "{\"openai\": \"" + SECRET + "-2\"}");
    assertThat(key(address() + "#openai", here())).isEqualTo(SECRET + "-2");
    String before = address() + "?version=" + old;
    assertThat(key(before + "#openai", here())).isEqualTo(SECRET);
    for (String none : List.of("mistral", "other")) {
      assertThatThrownBy(() -> key(before + "#" + none, here()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("it has no text '" + none + "'")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void aFieldOfASecretThatIsNoObjectIsRefusedWithoutShowingIt() throws Exception {
    assumeThat(always()).as("every secret is an object").isFalse();
    keep(here(), SECRET);
    assertThatThrownBy(() -> key(address() + "#openai", here()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("it is no JSON object with #openai")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aSecretOrAVersionThatIsNotThereIsSaidToBeMissing() throws Exception {
    assertThatThrownBy(() -> key(address(), here()))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> assertThat(error.remedy()).isEqualTo("its name, and who may see it"))
        .hasMessageContaining("no such secret");
    String version = keep(here(), SECRET);
    String none = version.replaceFirst(".$", version.endsWith("9") ? "8" : "9");
    assertThatThrownBy(() -> key(address() + "?version=" + none, here()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such secret, or not its version " + none);
  }

  @Test
  void somebodyWhoMayNotIsRefused() throws Exception {
    assumeThat(other() != null && open()).as("a server that lets everybody in").isFalse();
    keep(here(), SECRET);
    assertThatThrownBy(() -> key(address(), environment(server(), "other")))
        .isInstanceOfSatisfying(
            UserError.class,
            error ->
                assertThat(error.remedy())
                    .isEqualTo("who asks this manager, and whether they may read the secret"))
        .hasMessageContaining("answered 40");
  }

  @Test
  void oneThatIsBusyIsAskedAgainAndItsAnswerCounts() throws Exception {
    keep(there(), SECRET);
    var asked = new AtomicInteger();
    standIn
        .server()
        .reacts((exchange, _) -> {
          asked.incrementAndGet();
          FakeServer.send(exchange, 503, "");
          standIn.works();
        });
    assertThat(key(address(), there())).isEqualTo(SECRET);
    assertThat(asked).as("busy once").hasValue(1);
  }

  @Test
  void oneThatStaysBusyIsGivenUp() {
    fails(
        address(),
        exchange -> FakeServer.send(exchange, 503, SECRET),
        error -> {
          assertThat(error).hasMessageContaining("answered 503");
          assertThat(error.remedy()).isEqualTo("the same command later");
        });
  }

  @Test
  void oneThatNeverAnswersIsNotWaitedForForEver() {
    slow(FakeServer.SILENT);
  }

  @Test
  void oneWhoseAnswerDripsIsNotWaitedForForEver() {
    slow(FakeServer.DRIPPING);
  }

  /** With less patience than a user has. */
  private void slow(FakeServer.Answer answer) {
    standIn
        .server()
        .reacts((exchange, request) -> {
          if (request.path().startsWith("/tenant/")) {
            FakeServer.send(exchange, 200, "{\"access_token\": \"t\"}");
          } else {
            answer.to(exchange);
          }
        });
    var secrets = new CloudSecrets(Duration.ofMillis(200));
    assertThatThrownBy(() -> secrets.read(address(), there()))
        .hasMessageContaining("nothing came in time (no whole answer in 0.2 s)");
  }

  @Test
  void oneThatIsGoneInTheMiddleOfItsAnswerIsSaidToBe() {
    fails(
        address(),
        FakeServer.goneAfter(SECRET),
        error -> assertThat(error.remedy()).contains("the manager's address"));
  }

  @Test
  void oneThatIsDownIsSaidToBeAndReadWhenItIsBack() throws Exception {
    Map<String, String> gone = environment("http://127.0.0.1:9", SecretServer.TOKEN);
    assertThatThrownBy(() -> key(address(), gone))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.remedy()).contains("when it can be reached"))
        .hasMessageContaining("connection refused");
    keep(here(), SECRET);
    assertThat(key(address(), here())).isEqualTo(SECRET);
  }

  @Test
  void whatIsNoManagerIsSaidToBeNoneWithoutRepeatingIt() {
    var pages = new ArrayList<FakeServer.Answer>();
    pages.add(exchange -> FakeServer.send(exchange, 200, "<html>" + SECRET));
    pages.add(exchange -> FakeServer.send(exchange, 200, "{\"" + SECRET + "\": 7"));
    pages.add(exchange -> FakeServer.send(exchange, 200, "[\"" + SECRET + "\"]"));
    pages.add(exchange -> FakeServer.send(exchange, 200, ""));
    pages.add(exchange -> FakeServer.send(exchange, 302, SECRET, "Location", "/" + SECRET));
    for (FakeServer.Answer page : pages) {
      fails(address(), page, error -> assertThat(error.remedy()).contains("address"));
    }
  }

  @Test
  void anAddressOfAManagerThatIsNoneIsRefused() {
    assertThatThrownBy(() -> key(address(), environment("no address", SecretServer.TOKEN)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no address");
  }

  @Test
  void aVersionThatIsNoneIsRefusedBeforeAnybodyIsAsked() {
    for (String version : List.of("", "a/b", "1&x=2", "a b", "?", "1?version=2")) {
      fails(
          address() + "?version=" + version,
          (HttpExchange _) -> {
            throw new AssertionError("asked");
          },
          error -> assertThat(error).hasMessageContaining("it is no address of a secret"));
    }
  }
}
