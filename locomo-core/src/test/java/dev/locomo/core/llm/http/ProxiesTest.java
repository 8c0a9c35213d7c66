package dev.locomo.core.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.llm.ProviderError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final String LLM = "https://llm.example.org/v1";

  @AfterEach
  void usual() {
    Network.use(Map.of(), null);
  }

  private static String via(Map<String, String> environment, String address) {
    return new Proxies(environment, null)
        .via(URI.create(address))
        .map(Object::toString)
        .orElse("direct");
  }

  @Test
  void eachSchemeHasItsVariableInEitherCaseAndOneForAll() {
    assertThat(via(Map.of("HTTPS_PROXY", "http://p:3128/"), LLM)).isEqualTo("p:3128");
    assertThat(via(Map.of("https_proxy", "p:3128", "HTTPS_PROXY", "q:1"), LLM)).isEqualTo("p:3128");
    assertThat(via(Map.of("HTTP_PROXY", "http://p:3128"), LLM)).isEqualTo("direct");
    assertThat(via(Map.of("http_proxy", "http://p"), "http://h/v1")).isEqualTo("p:80");
    assertThat(via(Map.of("HTTPS_PROXY", " ", "ALL_PROXY", "http://a:1"), LLM)).isEqualTo("a:1");
    assertThat(via(Map.of("all_proxy", "http://[::2]:8"), LLM)).isEqualTo("[::2]:8");
    assertThat(via(Map.of(), LLM)).isEqualTo("direct");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8000/v1",
        "http://a.localhost/v1",
        "http://127.0.0.1/v1",
        "http://127.1.2.3:80/v1",
        "https://[::1]:8443/v1"
      })
  void thisMachineIsNeverAskedThroughAProxy(String address) {
    assertThat(via(Map.of("ALL_PROXY", "http://p:1"), address)).isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|https://any.host/|yes",
        "example.org|https://llm.example.org/v1|yes",
        ".example.org|https://llm.EXAMPLE.org/v1|yes",
        "*.example.org|https://example.org./v1|yes",
        "a.com, example.org:443|https://llm.example.org/v1|yes",
        "example.org:8443|https://llm.example.org/v1|no",
        "example.org:8443|https://llm.example.org:8443/v1|yes",
        "ample.org|https://llm.example.org/v1|no",
        "10.0.0.0/8 other.com|http://10.9.8.7:8000/v1|yes",
        "10.0.0.0/8|http://11.9.8.7:8000/v1|no",
        "a.org;192.168.*|http://192.168.1.7:8000/v1|yes",
        "192.168.*|http://192.169.1.7/v1|no",
        "llm.*.org|https://llm.example.org/v1|yes",
        "10.1.2.3|http://10.1.2.3/v1|yes",
        "10.1.2.3:80|http://10.1.2.3/v1|yes",
        "10.1.2|http://10.1.2.3/v1|no",
        "fd00::/8|http://[fd12::1]/v1|yes",
        "[fd12::1]:80|http://[fd12::1]/v1|yes",
        "10.0.0.0/8|http://[fd12::1]/v1|no"
      })
  void whatNoProxyNamesIsReachedWithoutOne(String noProxy, String address, String direct) {
    var environment = Map.of("ALL_PROXY", "http://p:1", "NO_PROXY", noProxy);
    assertThat(via(environment, address)).isEqualTo(direct.equals("yes") ? "direct" : "p:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://u:secret@p:1080", "https://u:secret@p:1", "http://u:secret@"})
  void aProxyThatCannotBeUsedIsNamedWithoutItsPassword(String value) {
    assertThatThrownBy(() -> via(Map.of("HTTPS_PROXY", value), LLM))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("HTTPS_PROXY")
        .message()
        .doesNotContain("secret");
    assertThat(via(Map.of("HTTPS_PROXY", value), "http://localhost/")).isEqualTo("direct");
  }

  @Test
  void theUserIsToldToTheProxyAndNotShown() {
    var via =
        new Proxies(Map.of("HTTPS_PROXY", "http://me:p%40s+s@p:1"), null).via(URI.create(LLM));
    assertThat(via.orElseThrow().user()).isEqualTo("me:p@s+s");
    assertThat(via.orElseThrow().authorization()).contains("Basic bWU6cEBzK3M=");
    assertThat(via.orElseThrow()).hasToString("p:1");
  }

  @Test
  void javasOwnPropertiesWin() {
    System.setProperty("https.proxyHost", "java");
    try {
      var proxies = new Proxies(Map.of("HTTPS_PROXY", "http://p:1"), ProxySelector.getDefault());
      assertThat(proxies.select(URI.create(LLM)))
          .extracting(Proxy::toString)
          .singleElement()
          .asString()
          .contains("java");
    } finally {
      System.clearProperty("https.proxyHost");
    }
  }

  private static void post(String address) throws InterruptedException {
    var headers = Map.of("Authorization", "Bearer sk-1");
    Http.post(new HttpCall(URI.create(address), headers, "{}", Duration.ofMinutes(1)));
  }

  @Test
  void aRequestWithoutTlsIsHandedToTheProxy() throws Exception {
    try (var proxy = new FakeServer()) {
      proxy.answers(200, "{}");
      Network.use(Map.of("HTTP_PROXY", proxy.url().replace("//", "//me:word@")), null);
      post("http://llm.example.invalid/v1/x");
      assertThat(proxy.request().path()).isEqualTo("http://llm.example.invalid/v1/x");
      assertThat(proxy.request().headers().getFirst("Proxy-Authorization"))
          .isEqualTo("Basic bWU6d29yZA==");
      proxy.answers(407, "");
      assertThatThrownBy(() -> post("http://llm.example.invalid/v1/x"))
          .hasMessageContaining("USER:PASSWORD");
    }
  }

  @Test
  void forTlsTheProxyIsAskedToConnectAndGetsNoKey() throws Exception {
    var head = new ArrayList<String>();
    try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var answering = Thread.ofVirtual().start(() -> answer(proxy, head));
      Network.use(Map.of("https_proxy", "http://me:word@127.0.0.1:" + proxy.getLocalPort()), null);
      assertThatThrownBy(() -> post("https://llm.example.invalid/v1/x"))
          .isInstanceOf(ProviderError.class)
          .hasMessageContaining("answered 502 instead of connecting")
          .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.getLocalPort());
      answering.join();
    }
    assertThat(head)
        .contains("CONNECT llm.example.invalid:443 HTTP/1.1")
        .contains("Proxy-Authorization: Basic bWU6d29yZA==")
        .noneMatch(line -> line.contains("sk-1"));
  }

  private static void answer(ServerSocket server, List<String> head) {
    try (var socket = server.accept()) {
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
        head.add(line);
        line = lines.readLine();
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 502 no\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
    } catch (IOException e) {
      head.add(e.toString());
    }
  }
}
