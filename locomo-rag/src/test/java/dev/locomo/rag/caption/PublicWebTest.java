package dev.locomo.rag.caption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.locomo.rag.caption.PublicWeb.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on this machine stands for the public one; its neighbours stay private. */
class PublicWebTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private HttpServer server = start();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final PublicWeb web =
      new PublicWeb(new Limits(1000, LONG), a -> a.getHostAddress().equals("127.0.0.1"));

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void answer(String path, int status, long length, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(status, length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private void redirect(String path, String to) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.getResponseHeaders().add("Location", to);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
  }

  private void assertRefused(String address, String message) {
    assertThatThrownBy(() -> web.get(address))
        .isInstanceOf(FetchError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "fec0::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "::7f00:1"
      })
  void whatIsNotGivenOutToAnybodyIsNotPublic(String address) {
    assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.255.255",
        "192.167.1.1",
        "223.255.255.1",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:8.8.8.8"
      })
  void whatIsGivenOutIsPublic(String address) {
    assertThat(PublicAddress.is(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/a.png",
        "http://localhost/a.png",
        "http://[::1]/a.png",
        "http://[::ffff:127.0.0.1]/a.png",
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/"
      })
  void thePublicWebIsNotThisMachineOrItsNetwork(String address) {
    assertThatThrownBy(() -> new PublicWeb(new Limits(10, LONG)).get(address))
        .isInstanceOf(FetchError.class)
        .hasMessageContaining("is not public");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "jar:http://127.0.0.1/x!/y",
        "gopher://x/",
        "data:image/png;base64,AAAA",
        "a.png",
        "//127.0.0.1/x",
        "",
        "http://",
        "http:///x",
        "http://me:secret@127.0.0.1/x",
        "http://127.0.0.1:99999/",
        "http://a b/"
      })
  void onlyHttpAddressesWithAHostAndNoUserAreAsked(String address) {
    assertThatThrownBy(() -> web.get(address)).isInstanceOf(FetchError.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void aFileIsHadWithItsQueryAndAnswersOfUnknownLength() throws FetchError {
    answer("/a", 200, 3, "abc".getBytes(UTF_8));
    answer("/chunks", 200, 0, "x".repeat(900).getBytes(UTF_8));
    assertThat(web.get(at("/a?q=1%202&r=ü#part"))).asString().isEqualTo("abc");
    assertThat(asked).containsExactly("/a?q=1%202&r=%C3%BC");
    assertThat(web.get(at("/chunks"))).hasSize(900);
  }

  @Test
  void aRedirectionIsFollowedToWhatIsPublic() throws FetchError {
    answer("/there", 200, 2, "ok".getBytes(UTF_8));
    redirect("/here", "/there");
    redirect("/absolute", at("/here"));
    assertThat(web.get(at("/absolute"))).asString().isEqualTo("ok");
  }

  @Test
  void aRedirectionToAPrivateAddressIsNotFollowed() {
    redirect("/private", "http://127.0.0.2:" + server.getAddress().getPort() + "/x");
    redirect("/cloud", "http://169.254.169.254/latest");
    redirect("/file", "file:///etc/passwd");
    redirect("/nowhere", "http://[");
    redirect("/round", "/round");
    assertRefused(at("/private"), "127.0.0.2, which is not public");
    assertRefused(at("/cloud"), "169.254.169.254, which is not public");
    assertRefused(at("/file"), "not an http or https");
    assertRefused(at("/nowhere"), "no address");
    assertRefused(at("/round"), "more than 5 times");
    assertThat(asked).doesNotContain("/x");
  }

  @Test
  void whatIsTooLongIsRefusedWhetherAnnouncedOrNot() {
    answer("/announced", 200, 1001, new byte[1001]);
    answer("/chunks", 200, 0, new byte[2000]);
    assertRefused(at("/announced"), "longer than 1000 bytes");
    assertRefused(at("/chunks"), "longer than 1000 bytes");
  }

  @Test
  void deadAddressesSayWhy() throws IOException {
    answer("/gone", 410, -1, new byte[0]);
    assertRefused(at("/gone"), "the server answered 410");
    assertRefused("http://nobody.invalid/x.png", "an unknown host: nobody.invalid");
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    assertRefused("http://127.0.0.1:" + closed + "/x", "cannot be downloaded");
  }

  @Test
  void aServerThatNeverComesToAnEndIsGivenUp() throws IOException {
    var impatient =
        new PublicWeb(new Limits(1 << 20, Duration.ofMillis(300)), InetAddress::isLoopbackAddress);
    try (var socket = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      // Nothing is ever accepted, let alone answered.
      assertThatThrownBy(() -> impatient.get("http://127.0.0.1:" + socket.getLocalPort() + "/"))
          .isInstanceOf(FetchError.class)
          .hasMessageContaining("did not arrive within");
    }
  }

  private static HttpAnswer read(String answer) throws IOException, FetchError {
    return HttpAnswer.read(new ByteArrayInputStream(answer.getBytes(UTF_8)), 100);
  }

  @Test
  void answersAreReadInAllTheirForms() throws Exception {
    assertThat(read("HTTP/1.0 200 OK\r\n\r\nabc").body()).asString().isEqualTo("abc");
    assertThat(
            read(
                "HTTP/1.1 103 Early\r\n"
                    + "A: b\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\n"
                    + "Content-Length: 2\r\n\r\n"
                    + "abc"))
        .extracting(HttpAnswer::body)
        .isEqualTo("ab".getBytes(UTF_8));
    assertThat(
            read("HTTP/1.1 200 OK\n"
                    + "Transfer-Encoding: chunked\n\n"
                    + "2;x=y\r\n"
                    + "ab\r\n"
                    + "1\r\n"
                    + "c\r\n"
                    + "0\r\n\r\n")
                .body())
        .asString()
        .isEqualTo("abc");
    assertThat(read("HTTP/1.1 301 Moved\r\nlocation: /b\r\n\r\n").location()).isEqualTo("/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 999 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
      })
  void whatIsNoAnswerIsAnError(String answer) {
    assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
  }

  @Test
  void aHeaderWithoutEndIsGivenUp() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 'a');
            return length;
          }
        };
    assertThatThrownBy(() -> HttpAnswer.read(endless, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void aRequestHasNoLineOfSomeoneElse() {
    String request =
        new String(HttpAnswer.request(URI.create("http://h:81//a/b?c=%0D%0AX:%20y")), UTF_8);
    assertThat(request).startsWith("GET //a/b?c=%0D%0AX:%20y HTTP/1.1\r\nHost: h:81\r\n");
  }
}
