package dev.locomo.services.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.RetryAfter;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.http.Unreached;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** A request to a service of a cloud; what it answers is never part of a message. */
public final class CloudRequest {
  /** What one try for an answer of a few bytes may take, the last byte included. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A store that is asked to wait longer than this is taken for one that fails. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Tries of a request. */
  public static final int ATTEMPTS = 3;

  /** More than any manager keeps in one secret. */
  private static final int LARGEST = 1 << 20;

  /** Bytes that a line carries in a second, at least. */
  private static final long SLOWEST = 100_000;

  private final HttpRequest.Builder request;
  private final URI address;
  private Duration patience = TIMEOUT;
  private long sent;

  /**
   * A GET.
   *
   * @throws UserError when the address is none
   */
  public CloudRequest(String address) {
    try {
      this.address = URI.create(address);
      this.request = Network.request(this.address);
    } catch (IllegalArgumentException e) {
      // A query may hold a key.
      String shown = address.replaceFirst("\\?.*", "");
      throw new UserError("'" + shown + "' is no address", "http:// or https://");
    }
  }

  /** The same with a header. */
  public CloudRequest with(String name, String value) {
    request.setHeader(name, value);
    return this;
  }

  /** The same with another method. */
  public CloudRequest method(String method, BodyPublisher body) {
    request.method(method, body);
    sent = body.contentLength();
    return this;
  }

  /** The same with what one try may take, besides the time for the bytes that are sent. */
  public CloudRequest within(Duration time) {
    patience = time;
    return this;
  }

  /**
   * What one try may take.
   *
   * @param bytes that are sent
   */
  static Duration limit(Duration patience, long bytes) {
    return patience.plusSeconds(Math.max(0, bytes) / SLOWEST);
  }

  /** The same as a POST of a form. */
  public CloudRequest posting(Map<String, String> form) {
    return with("Content-Type", "application/x-www-form-urlencoded")
        .method(
            "POST",
            BodyPublishers.ofString(
                form.entrySet().stream()
                    .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                    .collect(Collectors.joining("&"))));
  }

  /** As part of a query or a path. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Sends it; again when the service is busy, fails or cannot be reached.
   *
   * @param wanted what it has not when the status is 404, for example {@code such secret}
   * @throws UserError when the service does not have it
   * @throws ProviderError when it is refused, or nobody answers
   */
  public JsonNode send(String wanted) throws InterruptedException {
    try (var client = Network.client().connectTimeout(TIMEOUT.dividedBy(2)).build()) {
      var answer = whole(client);
      int status = answer.statusCode();
      if (status == 404) {
        throw new UserError(host() + " has no " + wanted, "its name, and who may see it");
      }
      if (status / 100 != 2) {
        throw new ProviderError(refusal(status), host() + " answered " + status, null, null);
      }
      return JsonFiles.MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      // Its message would repeat some of the secret.
      throw new ProviderError(Kind.MALFORMED_REPLY, host() + " did not answer JSON", null, null);
    } catch (IOException e) {
      String why = host() + ": " + Unreached.why(address, e);
      throw new ProviderError(Kind.CONNECTION, why, null, e);
    }
  }

  /** Closing a client waits for what it still does, an answer that drips for instance. */
  private HttpResponse<String> whole(HttpClient client) throws IOException, InterruptedException {
    try {
      return answer(client, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
    } finally {
      client.shutdownNow();
    }
  }

  /** What a status means that is neither a success nor 404. */
  public static Kind refusal(int status) {
    return switch (status / 100) {
      case 4 -> status == 429 ? Kind.UNAVAILABLE : Kind.KEY_REFUSED;
      case 5 -> Kind.UNAVAILABLE;
      default -> Kind.MALFORMED_REPLY;
    };
  }

  /**
   * What comes of it, whatever the status; asked again when the service is busy, fails or cannot be
   * reached.
   *
   * @throws IOException when nobody answers
   */
  public <T> HttpResponse<T> answer(HttpClient client, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Duration wait = Duration.ofMillis(200L << attempt);
      try {
        var answer = Network.send(client, request.timeout(limit(patience, sent)).build(), handler);
        int status = answer.statusCode();
        boolean passes = status == 429 || status / 100 == 5;
        Duration asked = RetryAfter.of(answer.headers(), MissingNode.getInstance(), Instant.now());
        wait = asked == null ? wait : asked;
        if (!passes || attempt == ATTEMPTS || wait.compareTo(LONGEST_WAIT) > 0) {
          return answer;
        }
        if (answer.body() instanceof InputStream body) {
          body.close();
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Stop.ofProcess().sleep(wait);
    }
  }

  /**
   * A text of an answer, which is not shown when it has none.
   *
   * @throws ProviderError when the service did not answer as it should
   */
  public static String text(JsonNode answer, String field) {
    if (!answer.path(field).isTextual()) {
      String why = "its answer has no text '" + field + "'";
      throw new ProviderError(Kind.MALFORMED_REPLY, why, null, null);
    }
    return answer.path(field).textValue();
  }

  /** Where it goes. */
  public URI address() {
    return address;
  }

  private String host() {
    return address.getRawAuthority();
  }
}
