package dev.locomo.core.fetch;

import dev.locomo.core.llm.http.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A body whose sender may not keep silent for ever: then it is closed, and reading it fails. The
 * HTTP client's own timeout ends with the answer's head.
 */
public final class PatientBody extends InputStream {
  private final InputStream in;
  private final Duration patience;

  /**
   * @param in the body
   * @param patience the longest silence
   */
  public PatientBody(InputStream in, Duration patience) {
    this.in = in;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * As every stream does.
   *
   * @throws HttpTimeoutException when nothing comes in time
   * @throws Stop.Stopped when a stop is wanted
   */
  @Override
  public int read(byte[] buffer, int from, int most) throws IOException {
    try {
      return Stop.ofProcess().unpaid(() -> reading(buffer, from, most), patience);
    } catch (TimeoutException e) {
      in.close();
      throw new HttpTimeoutException("nothing came for " + patience.toMillis() / 1000.0 + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private CompletableFuture<Integer> reading(byte[] buffer, int from, int most) {
    var reading = new CompletableFuture<Integer>();
    Thread.startVirtualThread(() -> {
      try {
        reading.complete(in.read(buffer, from, most));
      } catch (IOException | RuntimeException e) {
        reading.completeExceptionally(e);
      }
    });
    return reading;
  }
}
