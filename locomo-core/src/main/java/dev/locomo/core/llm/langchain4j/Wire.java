package dev.locomo.core.llm.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.HttpReply;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request of the library and keeps what really came back: the library passes on neither
 * headers nor the provider's own words, and maps failures by their root cause.
 */
final class Wire implements HttpClient, HttpClientBuilder {
  /** Crosses the library, whose methods cannot be interrupted. */
  static final class Interrupted extends RuntimeException {}

  private final Duration timeout;
  private @Nullable HttpReply reply;
  private @Nullable ProviderError failure;

  /**
   * @param timeout of the whole exchange; the library's own are ignored
   */
  Wire(Duration timeout) {
    this.timeout = timeout;
  }

  /** What came back; null when nothing did. */
  @Nullable HttpReply reply() {
    return reply;
  }

  /** Why nothing came back; null when something did, or nothing was sent. */
  @Nullable ProviderError failure() {
    return failure;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
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
    return new HttpCall(address(request.url()), headers, request.body(), timeout);
  }

  /** The library puts the model's name into some addresses. */
  private static URI address(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new ProviderError(
          ProviderError.Kind.REJECTED, "not an address: " + url + " (the model's name?)", null, e);
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("replies are not streamed");
  }

  @Override
  public Duration connectTimeout() {
    return timeout;
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration ignored) {
    return this;
  }

  @Override
  public Duration readTimeout() {
    return timeout;
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
