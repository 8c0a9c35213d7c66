package dev.locomo.core.llm.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers of a run, one for each model; a server is started when it is first asked. */
public final class ModelServers implements AutoCloseable {
  private static final String TOKEN = "HF_TOKEN";

  /** Of a model's name, the end of which tells more, in a file's name. */
  private static final int LONGEST_NAME = 80;

  private final Map<String, String> environment;
  private final Supplier<Path> folder;
  private final Consumer<String> notices;
  private final Map<String, Served> byModel = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param environment variables; of the keys that they name only {@code HF_TOKEN} is handed on,
   *     which an engine may need to download what it serves
   * @param folder where logs go; asked for when a server is started
   * @param notices told of starts, and of the end of the log of a server that dies
   */
  public ModelServers(
      Map<String, String> environment, Supplier<Path> folder, Consumer<String> notices) {
    this.environment = environment;
    this.folder = folder;
    this.notices = notices;
  }

  /**
   * A model that is served.
   *
   * @param atOnce requests that it is asked at once, at least 1
   * @param timeout the most a call may take
   */
  public synchronized ChatLlm of(Serving how, ModelSpec spec, int atOnce, Duration timeout) {
    var served = byModel.computeIfAbsent(spec.id(), _ -> new Served(how, spec, atOnce, timeout));
    return new ServedLlm(served::started, served::failWhereEnded);
  }

  /** Adds engine, version and flags of all that were started to a manifest. */
  public synchronized void describe(ObjectNode manifest) {
    for (Served llm : byModel.values()) {
      var server = llm.server;
      if (server != null) {
        server.describe(manifest.withArray("/served").addObject().put("model", llm.spec.id()));
      }
    }
  }

  private Map<String, String> secrets() {
    var tokens = Keys.read(environment, Path.of(".env")).of(TOKEN);
    return tokens.isEmpty() ? Map.of() : Map.of(TOKEN, tokens.getFirst().secret());
  }

  @Override
  public synchronized void close() {
    byModel.values().forEach(Served::close);
  }

  /** A model, and its server from the first request on. */
  private final class Served {
    private final Serving how;
    private final ModelSpec spec;
    private final int atOnce;
    private final Duration timeout;
    private volatile @Nullable ModelServer server;
    private @Nullable ChatLlm open;
    private @Nullable RuntimeException failure;

    Served(Serving how, ModelSpec spec, int atOnce, Duration timeout) {
      this.how = how;
      this.spec = spec;
      this.atOnce = atOnce;
      this.timeout = timeout;
    }

    private synchronized ChatLlm started() throws InterruptedException {
      if (failure != null) {
        throw failure;
      }
      if (open == null) {
        int context = Objects.requireNonNullElse(spec.context(), 0);
        var model = new Engine.Model(how.weights(spec), spec.model(), context, atOnce);
        Path log = folder.get().resolve(log()).toAbsolutePath();
        try {
          server = new ModelServer(new ModelServer.Start(how, model, secrets(), log, notices));
        } catch (RuntimeException e) {
          failure = e;
          throw e;
        }
        open = spec.provider().open(spec, server.connection(timeout));
      }
      return open;
    }

    /** Of this model alone; two whose names differ in other signs have two hashes. */
    private String log() {
      String name = spec.model().replaceFirst("@.*", "").replaceAll("[^A-Za-z0-9._-]+", "-");
      String hash = Sha256.of(spec.id()).substring(0, 8);
      String shown = name.substring(Math.max(0, name.length() - LONGEST_NAME));
      return "served-%s-%s-%s.log".formatted(how.engine().id(), shown, hash);
    }

    private synchronized void failWhereEnded() {
      if (failure != null) {
        throw failure;
      }
      if (server != null && server.hasEnded()) {
        failure = server.dead();
        throw failure;
      }
    }

    synchronized void close() {
      if (server != null) {
        server.close();
      }
    }
  }
}
