package dev.locomo.core.llm.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** A running server of one model, on a free port of this machine; ends with us. */
final class ModelServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  /** Another program may take the port between our look and the server's. */
  private static final int PORTS = 3;

  private static final int LOG_LINES = 10;
  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final Duration ANSWERING = Duration.ofSeconds(10);
  private static final Duration ENDING = Duration.ofSeconds(3);

  private final Start start;
  private final String key = UUID.randomUUID().toString().replace("-", "");
  private final List<String> command = new ArrayList<>();
  private ChildProcess process;
  private int port;
  private String version = "";
  private String weights = "";

  /**
   * What is started.
   *
   * @param secrets variables that the engine needs of ours, to download what it serves
   * @param log where all goes that it prints
   * @param notices told when it is started, when it is ready, and the end of its log when it dies
   */
  record Start(
      Serving how,
      Engine.Model model,
      Map<String, String> secrets,
      Path log,
      Consumer<String> notices) {}

  /**
   * Starts it and waits until it can be asked.
   *
   * @throws ProviderError of kind {@code SERVER_ENDED} when it ends before, or takes too long
   * @throws UserError when it cannot be started, or serves other weights than are wanted
   */
  ModelServer(Start start) throws InterruptedException {
    this.start = start;
    long began = System.nanoTime();
    port = freePort();
    process = started();
    for (int attempt = 1; !isReadyHere(began); attempt++) {
      if (attempt == PORTS) {
        throw ended("found no port that stays free");
      }
      start.notices.accept("port " + port + " was taken meanwhile: another one");
      port = freePort();
      process = started();
    }
    start.notices.accept(
        "%s is ready after %d s"
            .formatted(engine().id(), (System.nanoTime() - began) / 1_000_000_000L));
  }

  /** False when another program took the port before it did; then it is closed. */
  private boolean isReadyHere(long began) throws InterruptedException {
    try {
      if (awaitReady(began)) {
        return true;
      }
    } catch (InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
    process.close();
    return false;
  }

  private Engine engine() {
    return start.how.engine();
  }

  private static int freePort() {
    try {
      return bound(0);
    } catch (IOException e) {
      throw new UserError("no port of this machine is free (" + e.getMessage() + ")", "", e);
    }
  }

  /** Takes a port for a moment, 0 for any that is free. */
  private static int bound(int wanted) throws IOException {
    try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isPortTaken() {
    try {
      return bound(port) != port;
    } catch (IOException e) {
      return true;
    }
  }

  private ChildProcess started() {
    command.clear();
    command.add(start.how.program());
    command.addAll(engine().arguments(start.how, start.model));
    command.addAll(engine().listening(port));
    command.addAll(start.how.more());
    var environment = new HashMap<>(start.secrets);
    environment.putAll(engine().environment(HOST + ":" + port, key));
    start.notices.accept("starting " + String.join(" ", command) + " (log: " + start.log + ")");
    try {
      return new ChildProcess(
          new ChildProcess.Start(
              command, environment, Path.of("").toAbsolutePath(), start.log, true));
    } catch (IOException e) {
      throw new UserError(
          engine().id() + " cannot be started (" + e.getMessage() + ")", "--serve-program FILE", e);
    }
  }

  private boolean awaitReady(long began) throws InterruptedException {
    long most = Duration.ofSeconds(start.how.readySeconds()).toNanos();
    while (!isReady()) {
      if (!process.alive()) {
        if (isPortTaken()) {
          return false;
        }
        throw dead();
      }
      if (System.nanoTime() - began > most) {
        throw ended("was not ready after " + start.how.readySeconds() + " s (--serve-ready)");
      }
      Stop.ofProcess().sleep(BETWEEN);
    }
    askVersion();
    return true;
  }

  private void askVersion() throws InterruptedException {
    var answers = engine().answers();
    try {
      JsonNode said = Http.get(call(answers.version(), "")).json();
      version = said.at(answers.pointer()).asText("");
      weights = engine() == Engine.OLLAMA ? shownByOllama() : said.path("model_ftype").asText("");
      checkWeights();
    } catch (ProviderError e) {
      throw hasEnded() ? dead() : e;
    }
  }

  /** A server that answers but does not list our model is not ours. */
  private boolean isReady() throws InterruptedException {
    try {
      Http.get(call(engine().answers().health(), ""));
      return process.alive() && (engine() == Engine.OLLAMA || isListed());
    } catch (ProviderError e) {
      return false;
    }
  }

  private boolean isListed() throws InterruptedException {
    for (JsonNode one : Http.get(call(engine().api() + "/models", "")).json().path("data")) {
      if (one.path("id").asText().equals(start.model.name())) {
        return true;
      }
    }
    return false;
  }

  /** A server that does not say what it has loaded has got the flag, or a file whose head does. */
  private void checkWeights() {
    if (start.how.fourBit() && !weights.isEmpty() && !Serving.isFourBit(weights)) {
      throw new UserError(
          "--use-4bit: the weights of %s are %s, not of four bits"
              .formatted(start.model.weights(), weights),
          "a q4 tag, for example "
              + (engine() == Engine.OLLAMA ? "llama3.1:8b-instruct-q4_K_M" : ":Q4_K_M"));
    }
  }

  private String shownByOllama() throws InterruptedException {
    String name = start.model.weights();
    ObjectNode asked = JsonFiles.MAPPER.createObjectNode().put("model", name);
    try {
      var shown = Http.post(call("/api/show", asked.toString())).json();
      return shown.at("/details/quantization_level").asText("unknown");
    } catch (ProviderError e) {
      if (e.kind() == Kind.CONNECTION) {
        throw e;
      }
      throw new UserError("ollama has no " + name, "ollama pull " + name, e);
    }
  }

  private HttpCall call(String path, String body) {
    var headers = Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json");
    return new HttpCall(URI.create("http://" + HOST + ":" + port + path), headers, body, ANSWERING);
  }

  /** How it is asked. */
  Connection connection(Duration timeout) {
    String base = "http://" + HOST + ":" + port + engine().api();
    return new Connection(base, List.of(new ApiKey(key)), timeout);
  }

  /** Whether it has ended, which may take a moment to be seen. */
  boolean hasEnded() {
    return process.hasEnded();
  }

  /** What is said of a server that has ended; shows the end of its log. */
  ProviderError dead() {
    return ended("ended " + process.ending());
  }

  private ProviderError ended(String how) {
    var words = process.lastWords(LOG_LINES);
    start.notices.accept("the end of " + start.log + ":");
    words.forEach(line -> start.notices.accept("  " + line));
    String last = words.isEmpty() ? "" : ": " + words.getLast();
    return new ProviderError(Kind.SERVER_ENDED, engine().id() + " " + how + last, null, null);
  }

  /** Adds engine, version, kind of weights where it says that, and flags to a manifest. */
  void describe(ObjectNode node) {
    node.put("engine", engine().id()).put("version", version);
    if (!weights.isEmpty()) {
      node.put("weights", weights);
    }
    var flags = node.putArray("command");
    command.forEach(flags::add);
  }

  @Override
  public void close() {
    process.stop(ENDING);
  }
}
