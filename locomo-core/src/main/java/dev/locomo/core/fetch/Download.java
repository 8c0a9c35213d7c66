package dev.locomo.core.fetch;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.http.Unreached;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * One HTTP download into a part file.
 *
 * @param source where from
 * @param part where to; what is already there is not asked for again
 * @param size bytes of the whole file; of a longer answer no more than one byte beyond is read
 * @param progress told what happens
 */
record Download(Source source, Path part, long size, Consumer<String> progress) {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int SERVER_FAULT = 500;
  private static final int TOO_MANY = 429;

  /** Of larger files every tenth is reported. */
  private static final long LARGE = 20_000_000;

  /**
   * Downloads what is missing.
   *
   * @return whether the part file has bytes of an earlier attempt
   * @throws UserError when the server does not have it, the address is none, or the disk is full
   * @throws UncheckedIOException when it cannot be reached, fails, keeps silent or breaks off
   */
  boolean run() throws IOException, InterruptedException {
    long have = have();
    if (have >= size) {
      return true;
    }
    var response = ask(have);
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case OK -> {
          progress.accept("fetching " + source.url());
          write(body, 0);
          return false;
        }
        case PARTIAL -> {
          progress.accept("fetching " + source.url() + " from byte " + have);
          write(body, have);
          return have > 0;
        }
        default -> throw refused(response.statusCode());
      }
    }
  }

  /** Bytes that are there. */
  long have() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private RuntimeException refused(int status) {
    String message = source.url() + " answered with status " + status;
    return status >= SERVER_FAULT || status == TOO_MANY
        ? new UncheckedIOException(message, new IOException(message))
        : new UserError(message, source.remedy());
  }

  private HttpResponse<InputStream> ask(long have) throws InterruptedException {
    try {
      return source.site().get(source.url(), have);
    } catch (IOException e) {
      throw new UncheckedIOException(
          source.url() + " cannot be reached (" + Unreached.why(source.url(), e) + ")", e);
    }
  }

  private void write(InputStream stream, long have) throws IOException {
    OpenOption how = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    var body = new PatientBody(stream, source.site().patience());
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      byte[] buffer = new byte[1 << 18];
      for (long at = have; at <= size; ) {
        int n = read(body, buffer, size - at + 1);
        if (n < 0) {
          return;
        }
        keep(out, buffer, n);
        announce(at, at + n);
        at += n;
      }
    }
  }

  private int read(PatientBody body, byte[] buffer, long left) {
    try {
      return body.read(buffer, 0, (int) Math.min(buffer.length, left));
    } catch (IOException e) {
      String message =
          source.url()
              + " broke off ("
              + e.getMessage()
              + "); what arrived is in "
              + part
              + ", to continue from there";
      throw new UncheckedIOException(message, e);
    }
  }

  private void keep(OutputStream out, byte[] buffer, int n) {
    try {
      out.write(buffer, 0, n);
    } catch (IOException e) {
      throw AtomicFile.unwritable(part, e);
    }
  }

  private void announce(long before, long now) {
    long tenth = now * 10 / size;
    if (size >= LARGE && tenth > before * 10 / size && tenth < 10) {
      progress.accept("  %d0 %% of %d MB".formatted(tenth, size / 1_000_000));
    }
  }
}
