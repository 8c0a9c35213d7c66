package dev.locomo.rag.memory.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.http.LocalServer;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TokenCounter;
import dev.locomo.rag.embed.Embedder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions, embeddings and models for a memory system under test, on loopback and
 * a free port. Chat goes the way of the run's own requests: its cache, pace, cost limit, retries
 * and key. The system gets a key of this proxy alone, good until it is closed.
 *
 * <p>Whatever model a system asks for, the one of {@link Served} answers; the names are counted.
 */
public final class MeteringProxy implements AutoCloseable {
  /** Bytes of a request: four million tokens. */
  static final int LARGEST = 16 << 20;

  /** Failures after which no call of the run can succeed. */
  private static final Set<ProviderError.Kind> LASTING =
      EnumSet.of(
          ProviderError.Kind.COST_LIMIT,
          ProviderError.Kind.KEY_REFUSED,
          ProviderError.Kind.QUOTA_EXHAUSTED);

  /**
   * What there is to be had.
   *
   * @param model who answers; null with {@code llm} where no model is to be asked
   * @param llm asks it
   * @param price of its tokens; null when unknown
   * @param embedder makes vectors; null for none. The proxy does not close it
   */
  public record Served(
      @Nullable ModelSpec model,
      @Nullable ChatLlm llm,
      @Nullable Price price,
      @Nullable Embedder embedder) {}

  private final Phases phases;
  private final HttpServer server;
  private final String key = "proxy-" + random();
  private final TokenCounter tokens = new Cl100k();
  private final ReentrantLock encoding = new ReentrantLock();
  private volatile Served served = new Served(null, null, null, null);
  private volatile @Nullable RuntimeException fault;

  private MeteringProxy(Phases phases) throws IOException {
    this.phases = phases;
    server = LocalServer.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    server.createContext("/", this::answer);
  }

  /**
   * Listens; there is nothing to be had until {@link #serve}.
   *
   * @param phases told of every call
   * @throws UserError when no port is to be had
   */
  public static MeteringProxy start(Phases phases) {
    try {
      var proxy = new MeteringProxy(phases);
      proxy.server.start();
      return proxy;
    } catch (IOException e) {
      throw new UserError("nothing can listen on loopback (" + UserFile.why(e) + ")", "");
    }
  }

  /** Gives this from now on. */
  public MeteringProxy serve(Served what) {
    served = what;
    return this;
  }

  private static String random() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The base URL, version path included. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** The key that it takes; to be kept out of records. */
  public String key() {
    return key;
  }

  /**
   * What {@code ${models.NAME}} stands for in a descriptor.
   *
   * @param chat the model that will be served, or null
   */
  public Map<String, String> slots(@Nullable ModelSpec chat) {
    Embedder vectors = served.embedder();
    return Map.of(
        "url", url(),
        "key", key,
        "model", chat == null ? "none" : chat.model(),
        "embeddings", vectors == null ? "none" : vectors.id(),
        "dimension", vectors == null ? "0" : Integer.toString(vectors.dimension()));
  }

  /** The phases that calls are counted by. */
  public Phases phases() {
    return phases;
  }

  /**
   * Why no further call can succeed: the cost limit, a key or an account, a cache that cannot be
   * written; null while there is no such reason. What a system makes of the refusal is then not its
   * fault.
   */
  public @Nullable RuntimeException fault() {
    return fault;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        authorize(exchange);
        route(exchange);
      } catch (ProxyError e) {
        error(exchange, e);
      } catch (InterruptedException e) {
        error(exchange, new ProxyError(503, "stopped", "the run is stopping"));
      } catch (RuntimeException e) {
        fault = e;
        error(exchange, new ProxyError(500, "internal", String.valueOf(e.getMessage())));
      }
    }
  }

  private void authorize(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    String bare = exchange.getRequestHeaders().getFirst("api-key");
    String shown = given == null ? bare == null ? "" : bare : given.replaceFirst("^Bearer +", "");
    if (!MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8))) {
      throw new ProxyError(401, "invalid_api_key", "not the key that this run gave: ${models.key}");
    }
  }

  private void route(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath().replaceFirst("(?<!/)/+$", "");
    boolean models = path.equals("/v1/models") || path.startsWith("/v1/models/");
    boolean known = models || path.matches("/v1/(chat/completions|embeddings)");
    if (!known) {
      throw new ProxyError(
          404, "unknown_url", "there are /v1/chat/completions, /v1/embeddings and /v1/models");
    }
    if (!exchange.getRequestMethod().equals(models ? "GET" : "POST")) {
      throw new ProxyError(405, "method_not_allowed", "expected " + (models ? "GET" : "POST"));
    }
    if (models) {
      send(exchange, 200, "application/json", ModelList.of(served, path).toString());
    } else if (path.endsWith("embeddings")) {
      embed(exchange, body(exchange));
    } else {
      chat(exchange, body(exchange));
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw new ProxyError(413, "too_large", "a request has " + LARGEST + " bytes at most");
    }
    try {
      return JsonFiles.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw ProxyError.bad("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private void chat(HttpExchange exchange, JsonNode body) throws IOException, InterruptedException {
    ModelSpec model = served.model();
    ChatLlm llm = served.llm();
    Price price = served.price();
    if (model == null || llm == null) {
      throw new ProxyError(404, "model_not_found", "the run gives the system no chat model");
    }
    var request = ChatRequest.read(body, model);
    ObjectNode call = call("chat", request.asked());
    try {
      Reply reply = llm.ask(request.ask());
      call.put("cached", reply.cached() ? 1 : 0).put("seconds", reply.latency().toNanos() / 1e9);
      call.put("input_tokens", reply.inputTokens()).put("output_tokens", reply.outputTokens());
      call.put("cost_usd", price == null ? null : (Double) price.cost(reply));
      phases.called(call);
      if (request.streams()) {
        send(exchange, 200, "text/event-stream", request.events(reply));
      } else {
        send(exchange, 200, "application/json", request.whole(reply).toString());
      }
    } catch (ProviderError e) {
      if (LASTING.contains(e.kind())) {
        fault = e;
      }
      phases.called(call.put("failed", 1).put("reason", e.kind().label()));
      throw ProxyError.of(e);
    }
  }

  private void embed(HttpExchange exchange, JsonNode body) throws IOException {
    Embedder embedder = served.embedder();
    if (embedder == null) {
      throw new ProxyError(404, "model_not_found", "the run gives the system no embeddings");
    }
    var request = EmbeddingRequest.read(body, embedder.dimension());
    ObjectNode call = call("embeddings", request.asked());
    String phase = call.path("phase").asText();
    var role =
        phase.equals("search") || phase.equals("answer")
            ? Embedder.Role.QUERY
            : Embedder.Role.PASSAGE;
    float[][] vectors;
    encoding.lock();
    long began = System.nanoTime();
    try {
      vectors = embedder.embed(request.texts(), role);
    } catch (ProviderError e) {
      phases.called(call.put("failed", 1).put("reason", e.kind().label()));
      throw ProxyError.of(e);
    } finally {
      call.put("seconds", (System.nanoTime() - began) / 1e9);
      encoding.unlock();
    }
    int count = request.texts().stream().mapToInt(tokens::count).sum();
    phases.called(call.put("texts", request.texts().size()).put("input_tokens", count));
    send(
        exchange, 200, "application/json", request.reply(vectors, embedder.id(), count).toString());
  }

  private ObjectNode call(String endpoint, String asked) {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("op", Phases.OP)
        .put("phase", phases.current())
        .put("endpoint", endpoint)
        .put("model_asked", asked)
        .put("calls", 1);
  }

  /** Nothing is worth another try of theirs: what can pass was tried again here. */
  private static void error(HttpExchange exchange, ProxyError error) throws IOException {
    exchange.getResponseHeaders().set("x-should-retry", "false");
    send(exchange, error.status(), "application/json", error.body().toString());
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Answers nobody any more; requests in progress are given up. */
  @Override
  public void close() {
    LocalServer.close(server);
  }
}
