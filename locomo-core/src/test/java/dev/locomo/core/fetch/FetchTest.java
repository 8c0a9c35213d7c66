package dev.locomo.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download ends with exactly the wanted file, or with nothing in its place. */
class FetchTest {
  private static final byte[] CONTENT =
      "a line that is not long\n".repeat(9000).getBytes(StandardCharsets.UTF_8);
  private static final Wanted WANTED =
      new Wanted(
          CONTENT.length, Checksum.sha256(Sha256.of(new String(CONTENT, StandardCharsets.UTF_8))));

  @TempDir Path folder;
  private final List<String> progress = new ArrayList<>();
  private final List<String> ranges = new ArrayList<>();
  private HttpServer server;
  private byte[] served = CONTENT;
  private int cutAt = Integer.MAX_VALUE;
  private int status = 200;

  /** Answers before the file, in order. */
  private final List<Integer> before = new ArrayList<>();

  private static final int CLOSED = 0;
  private boolean ignoresRange;
  private boolean breaksOnce;
  private boolean keepsSilent;
  private Duration patience = Duration.ofSeconds(6);
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/file", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void theWholeFileArrivesAndNothingElseIsLeft() {
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(part()).doesNotExist();
    assertThat(ranges).containsExactly("none");
    assertThat(fetch().alreadyThere()).isTrue();
  }

  @Test
  void anInterruptedDownloadGoesOnWhereItStopped() throws IOException {
    cutAt = 100_000;
    assertThatThrownBy(() -> download(url())).isInstanceOf(UncheckedIOException.class);
    assertThat(out()).doesNotExist();
    long have = Files.size(part());
    assertThat(have).isBetween(1L, 100_000L);
    cutAt = Integer.MAX_VALUE;
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).startsWith("none").endsWith("bytes=" + have + "-");
    assertThat(progress).last().asString().endsWith("from byte " + have);
  }

  @Test
  void aBreakThatBroughtSomethingIsGoneOnFromAtOnce() {
    cutAt = 100_000;
    breaksOnce = true;
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).hasSize(2).startsWith("none");
  }

  /** Whatever arrives before the silence: in the end an attempt brings nothing. */
  @Test
  void aServerThatKeepsSilentIsNotWaitedForForever() {
    cutAt = 100_000;
    keepsSilent = true;
    patience = Duration.ofMillis(300);
    assertThatThrownBy(() -> download(url()))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(out()).doesNotExist();
  }

  @Test
  void aFullDiskIsSaidAndNothingIsInPlace() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full));
    Files.createSymbolicLink(part(), full);
    assertThatThrownBy(() -> download(url()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("No space left");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aFileThatCannotFitIsNotBegun() {
    var huge = new Fetch(new Wanted(Long.MAX_VALUE, Checksum.NONE), out(), progress::add);
    try (var site = Site.anywhere()) {
      assertThatThrownBy(() -> huge.download(new Source(site, url(), "")))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("has room for");
    }
    assertThat(ranges).isEmpty();
  }

  @Test
  void aServerThatIgnoresRangesSendsItAllAgain() throws IOException {
    Files.write(part(), Arrays.copyOf(CONTENT, 5000));
    ignoresRange = true;
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
  }

  @Test
  void aPartOfSomethingElseIsThrownAway() throws IOException {
    Files.write(part(), new byte[5000]);
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("bytes=5000-", "none");
  }

  @Test
  void aCompletePartIsOnlyRenamed() throws IOException {
    Files.write(part(), CONTENT);
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).isEmpty();
  }

  @Test
  void anotherFileIsRefusedAndRemoved() {
    served = "<html>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> download(url()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found 6 bytes with SHA-256")
        .hasMessageContaining("expected 216000 bytes with SHA-256 " + WANTED.checksum().hex());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ofALongerFileOnlyOneByteTooManyIsRead() {
    served = Arrays.copyOf(CONTENT, 10 * CONTENT.length);
    assertThatThrownBy(() -> download(url()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("found 216001 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMissingFileOnTheServerIsAUserErrorAndAFailingServerIsNot() {
    status = 404;
    assertThatThrownBy(() -> download(url()))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("answered with status 404");
    status = 503;
    assertThatThrownBy(() -> download(url()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("answered with status 503");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aServerThatIsNotThereAndAnAddressThatIsNone() {
    URI gone = url();
    server.stop(0);
    assertThatThrownBy(() -> download(gone))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be reached");
    assertThatThrownBy(() -> download(URI.create("file:///etc/hosts")))
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

  @Test
  void whatPassesIsAskedForAgainAfterTheWaitThatTheServerNames() {
    patience = Duration.ofSeconds(2);
    before.addAll(List.of(429, 503, CLOSED));
    download(url());
    assertThat(out()).hasBinaryContent(CONTENT);
    assertThat(ranges).hasSize(4);
  }

  @Test
  void aServerThatStaysBusyIsNotAskedForEver() {
    patience = Duration.ofSeconds(2);
    before.addAll(List.of(503, 503, 503, 503, 503));
    assertThatThrownBy(() -> download(url())).hasMessageContaining("answered with status 503");
    assertThat(ranges).hasSize(4);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "none" : range);
    if (!before.isEmpty()) {
      int code = before.removeFirst();
      exchange.getResponseHeaders().set("Retry-After", "0");
      if (code != CLOSED) {
        exchange.sendResponseHeaders(code, -1);
      }
      exchange.close();
      return;
    }
    boolean partial = range != null && !ignoresRange;
    int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    exchange.sendResponseHeaders(partial ? 206 : status, served.length - from);
    try (exchange;
        var body = exchange.getResponseBody()) {
      body.write(served, from, Math.min(served.length, cutAt) - from);
      if (keepsSilent) {
        body.flush();
        await();
      }
      if (breaksOnce) {
        cutAt = Integer.MAX_VALUE;
      }
    }
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void download(URI url) {
    try (var site = new Site(null, null, patience)) {
      fetch().download(new Source(site, url, "another address"));
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
