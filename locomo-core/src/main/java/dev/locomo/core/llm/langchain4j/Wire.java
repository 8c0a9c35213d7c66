package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.HttpReply;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request of the library and keeps what really came back: the library passes on neither
 * headers nor the provider's own words, and maps failures by their root cause.
 */
final class Wire {
  /** Crosses the library, whose methods cannot be interrupted. */
  static final class Interrupted extends RuntimeException {}

  /**
   * The wire of the request that a thread is making: the library's models are shared, a wire is
   * not.
   */
  private static final ScopedValue<Wire> CARRIER = ScopedValue.newInstance();

  /** What the library sends with: whichever wire is carrying. */
  static final HttpClientBuilder CURRENT = new Current();

  private final Dialect.Route route;
  private final Duration timeout;
  private final LongTexts texts;
  private @Nullable HttpReply reply;
  private @Nullable ProviderError failure;

  /**
   * @param route where the request goes
   * @param timeout of the whole exchange; the library's own are ignored
   * @param texts what the request's stand-ins stand for
   */
  Wire(Dialect.Route route, Duration timeout, LongTexts texts) {
    this.route = route;
    this.timeout = timeout;
    this.texts = texts;
  }

  /** What came back; null when nothing did. */
  @Nullable HttpReply reply() {
    return reply;
  }

  /** Why nothing came back; null when something did, or nothing was sent. */
  @Nullable ProviderError failure() {
    return failure;
  }

  /** Runs one request of the library over this wire. */
  <T> T carrying(Supplier<T> request) {
    return ScopedValue.where(CARRIER, this).call(request::get);
  }

  private SuccessfulHttpResponse send(HttpRequest request) {
    try {
      var received = Http.post(call(request));
      reply = received;
      return SuccessfulHttpResponse.builder()
          .statusCode(received.status())
          .headers(received.headers())
          .body(received.body())
          .build();
    } catch (ProviderError e) {
      failure = e;
      throw e;
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  private HttpCall call(HttpRequest request) {
    var headers = new HashMap<String, String>();
    request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    if (route.key() != null && headers.remove("Authorization") != null) {
      var authorization = route.endpoint().authorization(route.key());
      headers.put(authorization.getKey(), authorization.getValue());
    }
    return new HttpCall(address(request.url()), headers, texts.restored(request.body()), timeout);
  }

  /** The library puts the model's name into some addresses. */
  private URI address(String url) {
    try {
      return route.endpoint().uri(url);
    } catch (URISyntaxException e) {
      throw new ProviderError(
          ProviderError.Kind.REJECTED, "not an address: " + url + " (the model's name?)", null, e);
    }
  }

  /**
   * The library's view of the wires; its own timeouts are ignored, a wire has one for the whole
   * exchange.
   */
  private static final class Current implements HttpClient, HttpClientBuilder {
    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
      return CARRIER.get().send(request);
    }

    @Override
    public void execute(
        HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
      throw new UnsupportedOperationException("replies are not streamed");
    }

    @Override
    public Duration connectTimeout() {
      return Connection.TIMEOUT;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration ignored) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return Connection.TIMEOUT;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration ignored) {
      return this;
    }

    @Override
    public HttpClient build() {
      return this;
    }
  }
}
