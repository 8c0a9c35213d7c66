package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.HttpReply;
import dev.locomo.core.text.LongTexts;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request of the library and keeps what came back from it: the library passes on
 * neither headers nor the provider's own words, maps failures by their root cause, and reads one
 * shape of reply where servers have many.
 */
final class Wire {
  /** Crosses the library, whose methods cannot be interrupted. */
  static final class Interrupted extends RuntimeException {}

  /** Ends a request of the library, which is not to read the reply. */
  private static final class Received extends RuntimeException {
    Received() {
      super("received", null, false, false);
    }
  }

  /**
   * The wire of the request that a thread is making: the library's models are shared, a wire is
   * not.
   */
  private static final ScopedValue<Wire> CARRIER = ScopedValue.newInstance();

  private static final String RESULT = "functionResponse";
  private static final Pattern OURS = Pattern.compile("call-\\d+");

  /** What the library sends with: whichever wire is carrying. */
  static final HttpClientBuilder CURRENT = new Current();

  private final Dialect.Route route;
  private final Duration timeout;
  private final LongTexts texts;
  private boolean sends = true;
  private @Nullable HttpCall call;
  private final List<String> patches;
  private @Nullable HttpReply reply;
  private @Nullable ProviderError failure;

  /**
   * @param route where the request goes
   * @param timeout of the whole exchange; the library's own are ignored
   * @param texts what the request's stand-ins stand for
   * @param patches what is merged into the request's body, in order, see {@link Ask#patch}; a list
   *     of them into the messages that the model said
   */
  Wire(Dialect.Route route, Duration timeout, LongTexts texts, List<String> patches) {
    this.route = route;
    this.timeout = timeout;
    this.texts = texts;
    this.patches = patches;
  }

  /**
   * Sends one request of the library over this wire.
   *
   * @return what came back
   * @throws ProviderError when nothing did
   * @throws RuntimeException of the library, when nothing was sent
   */
  HttpReply carry(Runnable request) throws InterruptedException {
    try {
      ScopedValue.where(CARRIER, this).run(request);
    } catch (Interrupted e) {
      var interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (RuntimeException e) {
      if (failure != null) {
        throw failure;
      }
      if (reply == null) {
        throw e;
      }
    }
    return Objects.requireNonNull(reply);
  }

  /** What one request of the library would send. */
  HttpCall made(Runnable request) {
    sends = false;
    try {
      ScopedValue.where(CARRIER, this).run(request);
    } catch (RuntimeException e) {
      if (call == null) {
        throw e;
      }
    }
    return Objects.requireNonNull(call);
  }

  /** The request that was sent. */
  HttpCall call() {
    return Objects.requireNonNull(call);
  }

  private SuccessfulHttpResponse send(HttpRequest request) {
    try {
      call = call(request);
      reply = sends ? Http.post(call) : null;
      throw new Received();
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
    return new HttpCall(
        address(request.url()), headers, texts.restored(patched(request.body())), timeout);
  }

  private String patched(String body) {
    if (patches.stream().allMatch(String::isEmpty)) {
      return body;
    }
    try {
      var whole = (ObjectNode) JsonFiles.MAPPER.readTree(body);
      for (String patch : patches) {
        if (patch.startsWith("[")) {
          mergeInto((ArrayNode) whole.path(whole.has("contents") ? "contents" : "messages"), patch);
        } else if (!patch.isEmpty()) {
          merge(whole, (ObjectNode) JsonFiles.MAPPER.readTree(patch));
        }
      }
      return whole.toString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A list of patches, one for each message that the model itself said, in their order. Gemini
   * wants all results of a turn in one message, and knows no ids but its own.
   */
  private static void mergeInto(ArrayNode messages, String patches) throws JsonProcessingException {
    var next = JsonFiles.MAPPER.readTree(patches).iterator();
    for (int i = 0; i < messages.size(); i++) {
      var message = (ObjectNode) messages.get(i);
      if (message.path("role").asText().matches("assistant|model") && next.hasNext()) {
        merge(message, (ObjectNode) next.next());
      }
      for (JsonNode part : message.path("parts")) {
        for (JsonNode of : part) {
          if (of instanceof ObjectNode call && OURS.matcher(call.path("id").asText()).matches()) {
            call.remove("id");
          }
        }
      }
      if (i > 0
          && messages.get(i - 1).at("/parts/0").has(RESULT)
          && message.at("/parts/0").has(RESULT)) {
        ((ArrayNode) messages.get(i - 1).path("parts")).addAll((ArrayNode) message.path("parts"));
        messages.remove(i--);
      }
    }
  }

  /** RFC 7396. */
  private static void merge(ObjectNode into, ObjectNode patch) {
    for (var member : patch.properties()) {
      if (member.getValue().isNull()) {
        into.remove(member.getKey());
      } else if (member.getValue() instanceof ObjectNode added) {
        merge(
            into.get(member.getKey()) instanceof ObjectNode there
                ? there
                : into.putObject(member.getKey()),
            added);
      } else {
        into.set(member.getKey(), member.getValue());
      }
    }
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
