package dev.locomo.core.dataset.fetch;

import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One HTTP download into a part file. Proxies are those of the Java system properties ({@code
 * https.proxyHost}, ...).
 *
 * @param url where from
 * @param part where to; what is already there is not asked for again
 * @param size bytes of the whole file; of a longer answer no more than one byte beyond is read
 * @param progress told what happens
 */
record Download(URI url, Path part, long size, Consumer<String> progress) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int SERVER_FAULT = 500;

  /**
   * Downloads what is missing.
   *
   * @return whether the part file has bytes of an earlier attempt
   * @throws UserError when the server does not have it, or the address is none
   * @throws UncheckedIOException when it cannot be reached, fails or breaks off
   */
  boolean run() throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have >= size) {
      return true;
    }
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(Redirect.NORMAL).connectTimeout(PATIENCE).build()) {
      return receive(client, have);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private boolean receive(HttpClient client, long have) throws IOException, InterruptedException {
    var response = ask(client, have);
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case OK -> {
          progress.accept("fetching " + url);
          write(body, 0);
          return false;
        }
        case PARTIAL -> {
          progress.accept("fetching " + url + " from byte " + have);
          write(body, have);
          return have > 0;
        }
        default -> throw refused(response.statusCode());
      }
    }
  }

  private RuntimeException refused(int status) {
    String message = url + " answered with status " + status;
    return status >= SERVER_FAULT
        ? new UncheckedIOException(message, new IOException(message))
        : new UserError(message, "another --url, or --from FILE with a copy of the file");
  }

  private HttpResponse<InputStream> ask(HttpClient client, long have) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(url).timeout(PATIENCE).GET();
      if (have > 0) {
        request.header("Range", "bytes=" + have + "-");
      }
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          url + " is no address to download from (" + e.getMessage() + ")",
          "--url with http:// or https://");
    } catch (IOException e) {
      throw new UncheckedIOException(url + " cannot be reached (" + e + ")", e);
    }
  }

  private void write(InputStream body, long have) throws IOException {
    OpenOption how = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    long left = size - have + 1;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      byte[] buffer = new byte[1 << 16];
      while (left > 0) {
        int n = read(body, buffer, left);
        if (n < 0) {
          return;
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }

  private int read(InputStream body, byte[] buffer, long left) {
    try {
      return body.read(buffer, 0, (int) Math.min(buffer.length, left));
    } catch (IOException e) {
      String message = url + " broke off; what arrived is in " + part + ", to go on from there";
      throw new UncheckedIOException(message, e);
    }
  }
}
