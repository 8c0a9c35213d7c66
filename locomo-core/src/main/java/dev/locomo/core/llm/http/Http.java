package dev.locomo.core.llm.http;

import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON and returns JSON, or says why not.
 *
 * <p>One client with pooled HTTP/1.1 connections serves the program. Redirects are not followed: a
 * key goes only where the user sends it. The deadline is of the whole exchange, so that a server
 * that sends a byte now and then cannot hold a call for ever.
 */
public final class Http {
  /** The largest reply that is read, in bytes. */
  public static final int LARGEST_REPLY = 8 << 20;

  private Http() {}

  /** Made on first use: most verbs never call a provider. */
  private static final class Client {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Sends a call and waits for the whole reply.
   *
   * @throws ProviderError of kind {@code TIMEOUT}, {@code CONNECTION} (no answer at all), {@code
   *     MALFORMED_REPLY} (cut off, too large, or not a JSON object or array), or what the status
   *     and body of a refusal mean
   */
  public static HttpReply post(HttpCall call) throws InterruptedException {
    long start = System.nanoTime();
    var answer = exchange(call);
    var latency = Duration.ofNanos(System.nanoTime() - start);
    if (answer.statusCode() / 100 != 2) {
      throw Refusal.of(call, answer);
    }
    var json = Complaint.parse(answer.body());
    if (!json.isContainerNode()) {
      String found = Complaint.of(call.withoutKeys(answer.body())).line();
      throw failure(call, Kind.MALFORMED_REPLY, "not JSON: " + found);
    }
    var reply =
        new HttpReply(answer.statusCode(), answer.headers().map(), answer.body(), json, latency);
    // Some gateways report their upstream's failure as a success.
    if (Refusal.isIn(json)) {
      throw Refusal.inside(call, reply, json);
    }
    return reply;
  }

  private static HttpResponse<String> exchange(HttpCall call) throws InterruptedException {
    var answered = new AtomicBoolean();
    CompletableFuture<HttpResponse<String>> future =
        Client.CLIENT.sendAsync(
            request(call),
            head -> {
              answered.set(true);
              return new CappedBody(LARGEST_REPLY);
            });
    try {
      return future.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure(
          call, Kind.TIMEOUT, "no complete answer in " + call.timeout().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw answered.get() ? cutOff(call, e) : unanswered(call, e.getCause());
    } finally {
      future.cancel(true);
    }
  }

  private static HttpRequest request(HttpCall call) {
    var request = HttpRequest.newBuilder(call.address()).POST(BodyPublishers.ofString(call.body()));
    call.headers().forEach(request::header);
    return request.build();
  }

  /** After the head of a reply: the client may fail before it hands on any of the body. */
  private static ProviderError cutOff(HttpCall call, ExecutionException failed) {
    for (Throwable e = failed; e != null; e = e.getCause()) {
      if (e instanceof CappedBody.TooLarge) {
        return failure(call, Kind.MALFORMED_REPLY, e.getMessage());
      }
    }
    return failure(call, Kind.MALFORMED_REPLY, "a reply that broke off");
  }

  private static ProviderError unanswered(HttpCall call, @Nullable Throwable cause) {
    if (cause instanceof IOException) {
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      return failure(call, Kind.CONNECTION, "no connection: " + why);
    }
    throw new IllegalStateException(call.toString(), cause);
  }

  private static ProviderError failure(HttpCall call, Kind kind, @Nullable String what) {
    return new ProviderError(kind, call.withoutKeys(call.host() + ": " + what), null, null);
  }
}
