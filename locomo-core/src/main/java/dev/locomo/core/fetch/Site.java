package dev.locomo.core.fetch;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Where files are, and the token it asks for. Redirects are followed here and not by the HTTP
 * client: a token goes to the scheme, host and port it is for and to nobody a redirect names, and
 * never from https to http.
 */
public final class Site implements AutoCloseable {
  /** How long a server may keep silent. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int MOST_REDIRECTS = 10;
  private static final int ATTEMPTS = 4;

  /** What passes. */
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  private final HttpClient client;
  private final @Nullable URI home;
  private final @Nullable ApiKey token;
  private final Duration patience;

  Site(@Nullable URI home, @Nullable ApiKey token, Duration patience) {
    this.home = home;
    this.token = token;
    this.patience = patience;
    client = Network.client().connectTimeout(patience).build();
  }

  /** Any server, without a token. */
  public static Site anywhere() {
    return new Site(null, null, PATIENCE);
  }

  /**
   * A server that may want a token.
   *
   * @param home whose scheme, host and port get the token
   */
  public static Site of(URI home, Optional<ApiKey> token) {
    return new Site(home, token.orElse(null), PATIENCE);
  }

  /** Whether it has a token. */
  public boolean hasToken() {
    return token != null;
  }

  Duration patience() {
    return patience;
  }

  /**
   * The head of what is at an address, redirects followed.
   *
   * @param enough an answer that is looked at although it is a redirect
   * @return the answers on the way, the last one last
   * @throws IOException when a server cannot be reached or says nothing in time
   * @throws UserError when the address is none
   */
  public List<HttpResponse<Void>> head(URI url, Predicate<HttpResponse<?>> enough)
      throws IOException, InterruptedException {
    return follow(url, HttpRequest.Builder::HEAD, BodyHandlers.discarding(), enough);
  }

  /**
   * What is at an address, redirects followed.
   *
   * @param from the first byte that is wanted; the server may send all nevertheless
   */
  HttpResponse<InputStream> get(URI url, long from) throws IOException, InterruptedException {
    return follow(
            url,
            request -> from > 0 ? request.header("Range", "bytes=" + from + "-") : request,
            BodyHandlers.ofInputStream(),
            _ -> false)
        .getLast();
  }

  private <T> List<HttpResponse<T>> follow(
      URI url,
      UnaryOperator<HttpRequest.Builder> shaped,
      BodyHandler<T> body,
      Predicate<HttpResponse<?>> enough)
      throws IOException, InterruptedException {
    var answers = new ArrayList<HttpResponse<T>>();
    URI at = url;
    while (answers.size() <= MOST_REDIRECTS) {
      var response = sent(shaped.apply(request(at)).build(), body);
      answers.add(response);
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || location.isEmpty() || enough.test(response)) {
        return answers;
      }
      discard(response.body());
      at = next(at, location.get());
    }
    throw new IOException(url + " leads from one redirect to another");
  }

  /** Sends it again, after a wait, when the server is busy or closes the connection. */
  private <T> HttpResponse<T> sent(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      @Nullable Duration asked = null;
      try {
        var response = Network.send(client, request, body);
        asked = RetryAfter.of(response.headers(), MissingNode.getInstance(), Instant.now());
        boolean waits = asked == null || asked.compareTo(patience) <= 0;
        if (!BUSY.contains(response.statusCode()) || attempt == ATTEMPTS || !waits) {
          return response;
        }
        discard(response.body());
      } catch (ConnectException | HttpTimeoutException | SSLException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(
          asked != null ? asked : patience.dividedBy(PATIENCE.toSeconds() >> (attempt - 1)));
    }
  }

  private HttpRequest.Builder request(URI url) {
    try {
      var request = Network.request(url).timeout(patience).header("Accept-Encoding", "identity");
      return token != null && isHome(url)
          ? request.header("Authorization", "Bearer " + token.secret())
          : request;
    } catch (IllegalArgumentException e) {
      throw new UserError(
          url + " is no address to download from (" + e.getMessage() + ")",
          "an address with http:// or https://");
    }
  }

  private boolean isHome(URI url) {
    return home != null
        && Objects.equals(url.getScheme(), home.getScheme())
        && Objects.equals(url.getHost(), home.getHost())
        && url.getPort() == home.getPort();
  }

  private static URI next(URI at, String location) throws IOException {
    try {
      URI next = at.resolve(location);
      if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
        throw new IOException("a redirect from https to " + next.getScheme() + " is not followed");
      }
      return next;
    } catch (IllegalArgumentException e) {
      throw new IOException("a redirect leads to what is no address", e);
    }
  }

  private static void discard(@Nullable Object body) throws IOException {
    if (body instanceof InputStream stream) {
      stream.close();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
