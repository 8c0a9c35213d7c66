package dev.locomo.core.llm.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP servers of this program: one virtual thread a request, answers sent at once. */
public final class LocalServer {
  private static final String IDLE = "1024";

  static {
    // The JDK reads these once, when the first server of the process is made. Without the first an
    // answer waits for the client's acknowledgement of its head, some 40 ms; without the last,
    // connections beyond 200 that are kept open are closed under a request.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
    System.setProperty("sun.net.httpserver.maxIdleConnections", IDLE);
  }

  private LocalServer() {}

  /**
   * Listens; requests are answered once contexts are made and it is started.
   *
   * @param at the address; port 0 for any that is free
   * @throws IOException when the port is taken or the address is not of this machine
   */
  public static HttpServer open(InetSocketAddress at) throws IOException {
    if (at.isUnresolved()) {
      throw new IOException("unknown host " + at.getHostString());
    }
    var server = HttpServer.create(at, Integer.parseInt(IDLE));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }

  /** Answers nobody any more; requests in progress are given up. */
  public static void close(HttpServer server) {
    server.stop(0);
    if (server.getExecutor() instanceof ExecutorService threads) {
      threads.shutdownNow();
      threads.close();
    }
  }
}
