package dev.locomo.rag.memory.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.CappedBody;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * JSON over HTTP.
 *
 * @param base what the path of a target is added to
 * @param headers sent as they are; may hold a key
 */
public record HttpWire(String base, Map<String, String> headers, HttpClient client)
    implements Wire {
  private static final int LARGEST = 64 << 20;
  private static final int SHOWN = 200;

  /** Nothing waits in them; with a thread a step a search takes a fifth more processor time. */
  private static final ExecutorService FEW =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("memory-http").factory());

  /** With a client of its own. */
  public HttpWire(String base, Map<String, String> headers) {
    this(base, headers, Network.client().executor(FEW).build());
  }

  @Override
  public JsonNode call(String target, @Nullable JsonNode body, Duration timeout)
      throws InterruptedException {
    int space = target.indexOf(' ');
    var to =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + target.substring(space + 1));
    var request = Network.request(to).header("Accept", "application/json");
    headers.forEach(request::setHeader);
    var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    var answer = send(request.method(target.substring(0, space), content).build(), timeout);
    String text = answer.body();
    if (answer.statusCode() / 100 != 2) {
      throw refusal(answer);
    }
    return text.isBlank() ? JsonFiles.MAPPER.createObjectNode() : json(text);
  }

  /** A reply's text as JSON. */
  static JsonNode json(String text) {
    try {
      return JsonFiles.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ProviderError(Kind.MALFORMED_REPLY, "not JSON: " + shown(text), null, e);
    }
  }

  private static String shown(String text) {
    return Printable.line(text.substring(0, Math.min(SHOWN, text.length())));
  }

  /** Sends a request and waits for the whole of its answer. */
  HttpResponse<String> send(HttpRequest request, Duration timeout) throws InterruptedException {
    try {
      return Stop.ofProcess()
          .unpaid(
              () -> client.sendAsync(request, head -> new CappedBody(head.headers(), LARGEST)),
              timeout);
    } catch (TimeoutException e) {
      double seconds = timeout.toMillis() / 1000.0;
      throw new ProviderError(Kind.TIMEOUT, "no answer in " + seconds + " s", null, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (!(cause instanceof IOException)) {
        throw new IllegalStateException(request.uri().toString(), cause);
      }
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      throw new ProviderError(
          Kind.CONNECTION,
          "no answer from " + request.uri().getAuthority() + " (" + why + ")",
          null,
          cause);
    }
  }

  /** What a status that is no success means. */
  static ProviderError refusal(HttpResponse<String> answer) {
    int status = answer.statusCode();
    String text = answer.body();
    if (text.startsWith("{")) {
      JsonNode json = json(text);
      JsonNode error = json.path("error").isObject() ? json.path("error") : json;
      if (error.has("kind") && error.has("message")) {
        return ProcessWire.error(error);
      }
    }
    Kind kind =
        switch (status) {
          case 401, 403 -> Kind.KEY_REFUSED;
          case 429 -> Kind.RATE_LIMITED;
          case 502, 503, 504 -> Kind.UNAVAILABLE;
          default -> Kind.REJECTED;
        };
    return new ProviderError(kind, "status " + status + ": " + shown(text), null, null);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
