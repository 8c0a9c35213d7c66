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
 * A body whose sender may not keep silent for ever. The HTTP client's own timeout ends with the
 * answer's head.
 *
 * @param in the body
 * @param patience the longest silence
 */
public record PatientBody(InputStream in, Duration patience) {
  /**
   * Reads some bytes, as {@link InputStream#read(byte[], int, int)} does.
   *
   * @throws HttpTimeoutException when nothing comes in time; the body is closed
   * @throws InterruptedException when a stop is wanted
   */
  public int read(byte[] buffer, int most) throws IOException, InterruptedException {
    try {
      return Stop.ofProcess().unpaid(() -> reading(buffer, most), patience);
    } catch (TimeoutException e) {
      in.close();
      throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private CompletableFuture<Integer> reading(byte[] buffer, int most) {
    var reading = new CompletableFuture<Integer>();
    Thread.startVirtualThread(() -> {
      try {
        reading.complete(in.read(buffer, 0, most));
      } catch (IOException | RuntimeException e) {
        reading.completeExceptionally(e);
      }
    });
    return reading;
  }
}
