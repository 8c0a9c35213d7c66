package dev.locomo.rag.caption;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A moment after which nothing is waited for, however slowly it arrives. */
final class Deadline {
  private final long end;

  Deadline(Duration time) {
    end = System.nanoTime() + time.toNanos();
  }

  boolean over() {
    return end - System.nanoTime() <= 0;
  }

  int millisLeft() throws SocketTimeoutException {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /**
   * Closes the socket when the time is over; a timeout of single reads would let a server that
   * sends a byte now and then go on for ever.
   *
   * @return closed when the socket is done with
   */
  AutoClosing closing(Socket socket) {
    Thread guard =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                socket.close();
              } catch (InterruptedException | IOException e) {
                // It was in time, or there is nothing left to close.
              }
            });
    return guard::interrupt;
  }

  /** Something to close that cannot fail. */
  interface AutoClosing extends AutoCloseable {
    @Override
    void close();
  }
}
