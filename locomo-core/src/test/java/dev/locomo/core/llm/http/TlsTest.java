package dev.locomo.core.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void usual() {
    Network.use(Map.of(), null);
  }

  private void keytool(String... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(args));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-alias", "server", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", folder.resolve("store.p12").toString()));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    var running = new ProcessBuilder(command).redirectErrorStream(true);
    running.redirectOutput(folder.resolve("keytool.txt").toFile());
    assertThat(running.start().waitFor()).isZero();
  }

  /** With a certificate that nobody has signed but itself; it is left in {@code server.pem}. */
  private HttpsServer server(String name) throws Exception {
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=" + name,
        "-validity",
        "30");
    keytool("-exportcert", "-rfc", "-file", folder.resolve("server.pem").toString());
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve("store.p12"))) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          FakeServer.send(exchange, 200, "{}");
          exchange.close();
        });
    server.start();
    return server;
  }

  private static HttpReply post(HttpsServer server) throws InterruptedException {
    var address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    var headers = Map.of("Authorization", "Bearer secret");
    return Http.post(new HttpCall(address, headers, "{}", Duration.ofMinutes(1)));
  }

  private void assertRefused(HttpsServer server, String named) {
    assertThatThrownBy(() -> post(server))
        .isInstanceOfSatisfying(
            ProviderError.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONNECTION))
        .hasMessageContaining(named);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aServerWhoseCertificateNobodyVouchesForGetsNothingUntilItIsNamed() throws Exception {
    var server = server("ip:127.0.0.1");
    try {
      assertRefused(server, "no valid certification path");
      Network.use(Map.of("SSL_CERT_FILE", "/nowhere.pem"), null);
      assertRefused(server, "SSL_CERT_FILE names /nowhere.pem, which cannot be used");
      Path pem = folder.resolve("server.pem");
      Network.use(Map.of(), pem);
      assertThat(post(server).status()).isEqualTo(200);
      Network.use(Map.of("SSL_CERT_FILE", pem.toString()), null);
      assertThat(post(server).status()).isEqualTo(200);
      Network.use(Map.of("SSL_CERT_DIR", "/nowhere:" + folder), null);
      assertThat(post(server).status()).isEqualTo(200);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aBodyInPiecesOfWhichSomeAreEmptyIsSentWhole() throws Exception {
    var server = server("ip:127.0.0.1");
    try {
      Network.use(Map.of(), folder.resolve("server.pem"));
      var address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/v1");
      var pieces =
          List.of(new byte[0], "[".getBytes(UTF_8), new byte[0], "]".getBytes(UTF_8), new byte[0]);
      for (int i = 0; i < 3; i++) {
        var call = new HttpCall(address, Map.of(), pieces, Duration.ofMinutes(1));
        assertThat(Http.post(call).status()).isEqualTo(200);
      }
      assertThat(bodies).containsExactly("[]", "[]", "[]");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsNamed() throws Exception {
    var server = server("dns:other.example");
    try {
      Network.use(Map.of(), folder.resolve("server.pem"));
      assertRefused(server, "its certificate is of another host");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateThatHasExpiredIsNamedAndAServerWithoutTlsToo() {
    var plain = new SSLException("Unrecognized SSL message, plaintext connection?");
    assertThat(Unreached.why(URI.create("https://llm.example.org/v1"), plain))
        .isEqualTo("it does not speak TLS (http:// instead of https://?)");
    var expired = new SSLHandshakeException("no", new CertificateExpiredException("on Monday"));
    assertThat(Unreached.why(URI.create("https://llm.example.org/v1"), expired))
        .isEqualTo("its certificate is not valid today (no; on Monday)");
  }

  @Test
  void aFileWithoutCertificatesIsRefusedAtOnce() throws IOException {
    for (String content : List.of("", "hello")) {
      Path file = Files.writeString(folder.resolve("none.pem"), content);
      assertThatThrownBy(() -> Network.use(Map.of(), file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("--ca-file " + file);
    }
  }
}
