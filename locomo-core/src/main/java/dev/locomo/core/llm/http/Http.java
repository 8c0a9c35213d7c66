package dev.locomo.core.llm.http;

import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON and returns JSON, or says why not. A reply that is packed or streamed although nobody
 * asked for that is read nevertheless.
 *
 * <p>One client with pooled HTTP/1.1 connections serves the program. Redirects are not followed: a
 * key goes only where the user sends it. The deadline is of the whole exchange, so that a server
 * that sends a byte now and then cannot hold a call for ever.
 */
public final class Http {
  /** The largest reply that is read, in bytes, as sent and as unpacked. */
  public static final int LARGEST_REPLY = 8 << 20;

  private Http() {}

  /**
   * Sends a call and waits for the whole reply.
   *
   * @throws ProviderError of kind {@code TIMEOUT}, {@code CONNECTION} (no answer at all), {@code
   *     MALFORMED_REPLY} (cut off, too large, or not a JSON object or array), or what the status
   *     and body of a refusal mean
   * @throws InterruptedException when a stop is wanted; then nothing is sent
   */
  public static HttpReply post(HttpCall call) throws InterruptedException {
    return post(call, Stop.ofProcess());
  }

  static HttpReply post(HttpCall call, Stop stop) throws InterruptedException {
    stop.check();
    long start = System.nanoTime();
    var answer = exchange(call, stop);
    var latency = Duration.ofNanos(System.nanoTime() - start);
    if (answer.statusCode() / 100 != 2) {
      throw Refusal.of(call, answer, Instant.now());
    }
    String body = whole(call, answer.body());
    var json = Refusal.parse(body);
    if (!json.isContainerNode()) {
      throw failure(call, Kind.MALFORMED_REPLY, "not JSON: " + Refusal.complaint(body));
    }
    // Some gateways report their upstream's failure as a success.
    if (json.path("error").isObject()) {
      throw failure(call, Kind.MALFORMED_REPLY, Refusal.complaint(body));
    }
    return new HttpReply(answer.statusCode(), answer.headers().map(), body, json, latency);
  }

  private static String whole(HttpCall call, String body) {
    try {
      return StreamedReply.whole(body);
    } catch (CappedBody.Refused e) {
      throw failure(call, Kind.MALFORMED_REPLY, e.getMessage());
    }
  }

  private static HttpResponse<String> exchange(HttpCall call, Stop stop)
      throws InterruptedException {
    var answered = new AtomicBoolean();
    CompletableFuture<HttpResponse<String>> future =
        Network.shared()
            .sendAsync(
                request(call),
                head -> {
                  answered.set(true);
                  return new CappedBody(head.headers(), LARGEST_REPLY);
                });
    try {
      return stop.paid(future, call.timeout());
    } catch (TimeoutException e) {
      throw failure(
          call, Kind.TIMEOUT, "no complete answer in " + call.timeout().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw answered.get() ? cutOff(call, e) : unanswered(call, e.getCause());
    }
  }

  private static HttpRequest request(HttpCall call) {
    var request = Network.request(call.address()).POST(BodyPublishers.ofString(call.body()));
    call.headers().forEach(request::header);
    return request.build();
  }

  /** After the head of a reply: the client may fail before it hands on any of the body. */
  private static ProviderError cutOff(HttpCall call, ExecutionException failed) {
    for (Throwable e = failed; e != null; e = e.getCause()) {
      if (e instanceof CappedBody.Refused) {
        return failure(call, Kind.MALFORMED_REPLY, e.getMessage());
      }
    }
    return failure(call, Kind.MALFORMED_REPLY, "a reply that broke off");
  }

  private static ProviderError unanswered(HttpCall call, @Nullable Throwable cause) {
    if (cause instanceof IOException) {
      String why = Unreached.why(call.address(), cause);
      return failure(call, Kind.CONNECTION, "no connection: " + why);
    }
    throw new IllegalStateException(call.toString(), cause);
  }

  private static ProviderError failure(HttpCall call, Kind kind, @Nullable String what) {
    return new ProviderError(kind, call.withoutKeys(call.host() + ": " + what), null, null);
  }
}
