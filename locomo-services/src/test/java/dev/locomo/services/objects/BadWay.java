package dev.locomo.services.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A port before a server, on which what is sent can get lost. */
final class BadWay implements AutoCloseable {
  /** What happens to a connection, the next that fits. */
  enum Fault {
    /** It is answered 503. */
    BUSY,
    /** It is closed without an answer. */
    CLOSED,
    /** It is closed in the middle of an answer of more than 64 KiB. */
    CUT_OFF,
    /** Nothing more comes in the middle of such an answer, and it stays open. */
    SILENT
  }

  private static final int MIDDLE = 1 << 16;

  private final ServerSocket listener;
  private final int port;
  private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();

  BadWay(int port) {
    this.port = port;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void next(Fault... some) {
    faults.addAll(Arrays.asList(some));
  }

  /** How many have not happened yet. */
  int left() {
    return faults.size();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Of a connection that stays open only the first request can meet a fault other than a cut. */
  private void serve(Socket client) {
    Fault fault = faults.peek();
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      if (fault == Fault.BUSY || fault == Fault.CLOSED) {
        faults.poll();
        client.getInputStream().read(new byte[MIDDLE]);
        if (fault == Fault.BUSY) {
          String busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
          client.getOutputStream().write(busy.getBytes(StandardCharsets.US_ASCII));
          client.shutdownOutput();
          client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        return;
      }
      Thread.startVirtualThread(() -> forward(client, server));
      back(server.getInputStream(), client);
    } catch (IOException e) {
      // The other side has closed it.
    }
  }

  private static void forward(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException e) {
      // The other side has closed it.
    }
  }

  private void back(InputStream from, Socket client) throws IOException {
    byte[] buffer = new byte[1 << 13];
    int run = 0;
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      client.getOutputStream().write(buffer, 0, n);
      run = n < buffer.length ? 0 : run + n;
      if (run >= MIDDLE && (faults.peek() == Fault.CUT_OFF || faults.peek() == Fault.SILENT)) {
        if (faults.poll() == Fault.SILENT) {
          from.transferTo(OutputStream.nullOutputStream());
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
