package dev.locomo.core.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A body whose sender may not keep silent for ever. The HTTP client's own timeout ends with the
 * answer's head.
 *
 * @param in the body
 * @param patience the longest silence
 */
record PatientBody(InputStream in, Duration patience) {
  /**
   * Reads some bytes, as {@link InputStream#read(byte[], int, int)} does.
   *
   * @throws HttpTimeoutException when nothing comes in time; the body is closed
   */
  int read(byte[] buffer, int most) throws IOException, InterruptedException {
    var reading = new FutureTask<>(() -> in.read(buffer, 0, most));
    Thread.ofVirtual().start(reading);
    try {
      return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      in.close();
      throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }
}
