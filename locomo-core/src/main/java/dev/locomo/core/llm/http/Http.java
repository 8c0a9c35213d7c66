package dev.locomo.core.llm.http;

import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.TemporaryFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
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
    return json(call, request(call).POST(call.publisher()), stop::paid);
  }

  /** As {@link #post(HttpCall)}, with another body than the call's. */
  public static HttpReply post(HttpCall call, BodyPublisher body) throws InterruptedException {
    return json(call, request(call).POST(body), Stop.ofProcess()::paid);
  }

  /** As {@link #post(HttpCall)}, without a body; given up when a stop is wanted. */
  public static HttpReply get(HttpCall call) throws InterruptedException {
    return json(call, request(call).GET(), Stop.ofProcess()::unpaid);
  }

  /**
   * Gets a text of any length, line by line; given up when a stop is wanted.
   *
   * @throws ProviderError as {@link #post(HttpCall)}
   */
  public static void lines(HttpCall call, Consumer<String> each) throws InterruptedException {
    Path file = TemporaryFiles.file(".jsonl");
    try {
      lines(call, file, each);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    } finally {
      TemporaryFiles.delete(file);
    }
  }

  private static void lines(HttpCall call, Path file, Consumer<String> each)
      throws IOException, InterruptedException {
    BodyHandler<String> handler =
        head ->
            head.statusCode() / 100 == 2
                ? BodySubscribers.mapping(BodySubscribers.ofFile(file), _ -> "")
                : new CappedBody(head.headers(), LARGEST_REPLY);
    var answer = exchange(call, request(call).GET(), handler, Stop.ofProcess()::unpaid);
    if (answer.statusCode() / 100 != 2) {
      throw Refusal.of(call, answer);
    }
    boolean packed = answer.headers().firstValue("content-encoding").orElse("").contains("gzip");
    try (var raw = UserFile.open(file);
        var in = packed ? new GZIPInputStream(raw) : raw;
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.isBlank()).forEach(each);
    }
  }

  /** {@link Stop#paid} or {@link Stop#unpaid}. */
  private interface Waiting {
    HttpResponse<String> on(
        Supplier<CompletableFuture<HttpResponse<String>>> request, Duration most)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  private static HttpReply json(HttpCall call, HttpRequest.Builder request, Waiting waiting)
      throws InterruptedException {
    long start = System.nanoTime();
    var answer =
        exchange(call, request, head -> new CappedBody(head.headers(), LARGEST_REPLY), waiting);
    var latency = Duration.ofNanos(System.nanoTime() - start);
    if (answer.statusCode() / 100 != 2) {
      throw Refusal.of(call, answer);
    }
    String body = whole(call, answer.body());
    var json = Complaint.parse(body);
    if (!json.isContainerNode()) {
      String found = Complaint.of(call.withoutKeys(body)).line();
      throw failure(call, Kind.MALFORMED_REPLY, "not JSON: " + found);
    }
    var reply = new HttpReply(answer.statusCode(), answer.headers().map(), body, json, latency);
    // Some gateways report their upstream's failure as a success.
    if (Refusal.isIn(json)) {
      throw Refusal.inside(call, reply, json);
    }
    return reply;
  }

  private static String whole(HttpCall call, String body) {
    try {
      return StreamedReply.whole(body);
    } catch (CappedBody.Refused e) {
      throw failure(call, Kind.MALFORMED_REPLY, e.getMessage());
    }
  }

  private static HttpResponse<String> exchange(
      HttpCall call, HttpRequest.Builder request, BodyHandler<String> handler, Waiting waiting)
      throws InterruptedException {
    var answered = new AtomicBoolean();
    BodyHandler<String> noted =
        head -> {
          answered.set(true);
          return handler.apply(head);
        };
    try {
      return waiting.on(() -> Network.shared().sendAsync(request.build(), noted), call.timeout());
    } catch (TimeoutException e) {
      throw failure(
          call, Kind.TIMEOUT, "no complete answer in " + call.timeout().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw answered.get() ? cutOff(call, e) : unanswered(call, e.getCause());
    }
  }

  private static HttpRequest.Builder request(HttpCall call) {
    var request = Network.request(call.address());
    call.headers().forEach(request::header);
    return request;
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
