package dev.locomo.services.cloud;

import dev.locomo.core.fetch.PatientBody;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.http.Unreached;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Amazon's SDK asks with the client that everything here asks with: the same proxies, authorities
 * and time limits. Its own client over {@code HttpURLConnection} fails with a {@code
 * NullPointerException} when a time limit closes a connection.
 */
public final class AmazonHttp implements SdkHttpClient {
  /** What Java's client writes into a request by itself. */
  private static final Set<String> JAVAS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  /** A page of 1,000 objects with names of a kilobyte, and all about them. */
  private static final int LARGEST = 16 << 20;

  private final HttpClient client;
  private final Duration patience;
  private final Predicate<SdkHttpRequest> streamed;

  /**
   * @param patience for one try: for the whole of an answer, of one that is streamed for its head,
   *     and for the longest silence in it
   * @param streamed which requests have answers that are read as they come
   */
  public AmazonHttp(Duration patience, Predicate<SdkHttpRequest> streamed) {
    this.client = Network.client().connectTimeout(patience.dividedBy(2)).build();
    this.patience = patience;
    this.streamed = streamed;
  }

  /** What the SDK finds for those that it asks by itself, for who takes a role for instance. */
  public static final class Found implements SdkHttpService, SdkHttpClient.Builder<Found> {
    @Override
    public Found createHttpClientBuilder() {
      return this;
    }

    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap unused) {
      return new AmazonHttp(CloudRequest.TIMEOUT, _ -> false);
    }
  }

  /** Nobody answered; its message says why, in one line and without anything that was answered. */
  private static final class Unanswered extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private Unanswered(URI address, IOException cause) {
      super(Unreached.why(address, cause), cause);
    }
  }

  /** Why nobody answered, where that is what an error of the SDK is about. */
  public static Optional<String> why(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .filter(Unanswered.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest asked) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(asked);
      }

      @Override
      public void abort() {
        // What the SDK would do at its own time limits, of which none is set.
      }
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest asked) throws IOException {
    var wanted = asked.httpRequest();
    BodyPublisher body = body(asked);
    var request =
        Network.request(wanted.getUri())
            .method(wanted.method().name(), body)
            .timeout(CloudRequest.limit(patience, body.contentLength()));
    wanted.forEachHeader((name, values) -> {
      if (!JAVAS.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> request.header(name, value));
      }
    });
    try {
      var answer =
          Network.send(client, request.build(), streamed.test(wanted) ? asItComes() : whole());
      return HttpExecuteResponse.builder()
          .response(head(answer))
          .responseBody(AbortableInputStream.create(answer.body()))
          .build();
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    } catch (IOException e) {
      throw new Unanswered(wanted.getUri(), e);
    }
  }

  private static BodyPublisher body(HttpExecuteRequest asked) {
    long length =
        asked.httpRequest().firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
    var content = asked.contentStreamProvider();
    return content.isEmpty() || length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(content.get()::newStream), length);
  }

  private BodyHandler<InputStream> asItComes() {
    return _ ->
        BodySubscribers.mapping(
            BodySubscribers.ofInputStream(), body -> new PatientBody(body, patience));
  }

  private static BodyHandler<InputStream> whole() {
    return BodyHandlers.limiting(
        _ -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new),
        LARGEST);
  }

  private static SdkHttpResponse head(HttpResponse<InputStream> answer) {
    return SdkHttpResponse.builder()
        .statusCode(answer.statusCode())
        .headers(answer.headers().map())
        .build();
  }

  @Override
  public String clientName() {
    return "Java";
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
