package dev.locomo.core.dataset.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download ends with exactly the wanted file, or with nothing in its place. */
class FetchTest {
  private static final byte[] CONTENT =
      "a line that is not long\n".repeat(9000).getBytes(StandardCharsets.UTF_8);
  private static final Wanted WANTED =
      new Wanted(CONTENT.length, Sha256.of(new String(CONTENT, StandardCharsets.UTF_8)));

  @TempDir Path folder;
  private final List<String> progress = new ArrayList<>();
  private final List<String> ranges = new ArrayList<>();
  private HttpServer server;
  private byte[] served = CONTENT;
  private int cutAt = Integer.MAX_VALUE;
  private int status = 200;
  private boolean ignoresRange;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/file", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theWholeFileArrivesAndNothingElseIsLeft() {
    fetch().download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(part()).doesNotExist();
    assertThat(ranges).containsExactly("none");
    assertThat(fetch().alreadyThere()).isTrue();
  }

  @Test
  void anInterruptedDownloadGoesOnWhereItStopped() throws IOException {
    cutAt = 100_000;
    assertThatThrownBy(() -> fetch().download(url()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("broke off");
    assertThat(out()).doesNotExist();
    long have = Files.size(part());
    assertThat(have).isBetween(1L, 100_000L);
    cutAt = Integer.MAX_VALUE;
    fetch().download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("none", "bytes=" + have + "-");
    assertThat(progress).last().asString().endsWith("from byte " + have);
  }

  @Test
  void aServerThatIgnoresRangesSendsItAllAgain() throws IOException {
    Files.write(part(), Arrays.copyOf(CONTENT, 5000));
    ignoresRange = true;
    fetch().download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
  }

  @Test
  void aPartOfSomethingElseIsThrownAway() throws IOException {
    Files.write(part(), new byte[5000]);
    fetch().download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("bytes=5000-", "none");
  }

  @Test
  void aCompletePartIsOnlyRenamed() throws IOException {
    Files.write(part(), CONTENT);
    fetch().download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).isEmpty();
  }

  @Test
  void anotherFileIsRefusedAndRemoved() {
    served = "<html>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> fetch().download(url()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found 6 bytes with SHA-256")
        .hasMessageContaining("expected 216000 bytes with SHA-256 " + WANTED.sha256());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ofALongerFileOnlyOneByteTooManyIsRead() {
    served = Arrays.copyOf(CONTENT, 10 * CONTENT.length);
    assertThatThrownBy(() -> fetch().download(url()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found 216001 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMissingFileOnTheServerIsAUserErrorAndAFailingServerIsNot() {
    status = 404;
    assertThatThrownBy(() -> fetch().download(url()))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("answered with status 404");
    status = 503;
    assertThatThrownBy(() -> fetch().download(url()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("answered with status 503");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aServerThatIsNotThereAndAnAddressThatIsNone() {
    URI gone = url();
    server.stop(0);
    assertThatThrownBy(() -> fetch().download(gone))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be reached");
    assertThatThrownBy(() -> fetch().download(URI.create("file:///etc/hosts")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no address to download from");
  }

  @Test
  void anotherFileInItsPlaceIsNotTouched() throws IOException {
    Files.writeString(out(), "mine");
    assertThatThrownBy(() -> fetch().alreadyThere())
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("exists and is something else");
    assertThat(out()).hasContent("mine");
  }

  @Test
  void aCopyIsVerified() throws IOException {
    Path copy = folder.resolve("copy.json");
    assertThatThrownBy(() -> fetch().copy(copy)).hasMessageEndingWith("copy.json: no such file");
    Files.writeString(copy, "something else");
    assertThatThrownBy(() -> fetch().copy(copy)).isInstanceOf(DataError.class);
    assertThat(out()).doesNotExist();
    Files.write(copy, CONTENT);
    fetch().copy(copy);
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(part()).doesNotExist();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "none" : range);
    boolean partial = range != null && !ignoresRange;
    int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    exchange.sendResponseHeaders(partial ? 206 : status, served.length - from);
    try (exchange;
        var body = exchange.getResponseBody()) {
      body.write(served, from, Math.min(served.length, cutAt) - from);
    }
  }

  private Fetch fetch() {
    return new Fetch(WANTED, out(), progress::add);
  }

  private Path out() {
    return folder.resolve("out.json");
  }

  private Path part() {
    return folder.resolve("out.json.part");
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file");
  }
}
