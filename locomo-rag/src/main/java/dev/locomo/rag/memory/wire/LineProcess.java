package dev.locomo.rag.memory.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.process.ChildProcess;
import dev.locomo.core.text.Printable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A child process that is asked by JSON objects, one a line, and answers with objects that have the
 * same {@code id}, in any order. Its stderr goes to a log file. It ends with us: its input is
 * closed, and what does not end then is killed.
 */
public final class LineProcess implements AutoCloseable {
  private static final int LONGEST_LINE = 64 << 20;
  private static final int SHOWN = 300;

  /**
   * What is started.
   *
   * @param command program and arguments
   * @param environment variables besides ours; ours without those that hold keys
   * @param folder where it is started
   * @param log where its stderr goes
   * @param notices told of lines that are no JSON
   */
  public record Start(
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Path log,
      Consumer<String> notices) {}

  private final Start start;
  private final ChildProcess process;
  private final OutputStream in;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private volatile String stray = "";
  private volatile boolean ended;

  /**
   * Starts it.
   *
   * @throws UserError when the program cannot be started
   */
  public LineProcess(Start start) {
    this.start = start;
    try {
      process =
          new ChildProcess(
              new ChildProcess.Start(
                  start.command, start.environment, start.folder, start.log, false));
    } catch (IOException e) {
      throw new UserError(
          "the memory system cannot be started (" + e.getMessage() + ")",
          "the command of its descriptor, installed and on the PATH",
          e);
    }
    in = process.input();
    Thread.ofPlatform().daemon().name("memory-system").start(this::read);
  }

  /**
   * Sends an object with an {@code id} of its own and waits for the one that answers it.
   *
   * @throws ProviderError {@code TIMEOUT}, or {@code CONNECTION} when the process has ended
   */
  JsonNode exchange(ObjectNode message, Duration timeout) throws InterruptedException {
    long id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    pending.put(id, answer);
    try {
      send(message.put("id", id));
      if (ended) {
        throw gone();
      }
      return Stop.ofProcess().unpaid(() -> answer, timeout);
    } catch (TimeoutException e) {
      String hint = stray.isEmpty() ? "" : "; its last line that is no such answer: " + stray;
      double seconds = timeout.toMillis() / 1000.0;
      throw new ProviderError(Kind.TIMEOUT, "no answer in " + seconds + " s" + hint, null, e);
    } catch (ExecutionException e) {
      throw gone();
    } finally {
      pending.remove(id);
    }
  }

  /** Sends an object that nothing answers. */
  void send(ObjectNode message) {
    byte[] line = (message + "\n").getBytes(UTF_8);
    synchronized (in) {
      try {
        in.write(line);
        in.flush();
      } catch (IOException e) {
        ended = true; // It reads no more: what it still writes answers nothing that was asked.
        throw gone();
      }
    }
  }

  /** Whether it still runs and answers. */
  boolean alive() {
    return !ended && process.alive();
  }

  private void read() {
    try (var out = new BufferedInputStream(process.output(), 1 << 16)) {
      for (String line = line(out); line != null; line = line(out)) {
        take(line);
      }
    } catch (IOException e) {
      // As if it had ended.
    }
    ended = true;
    pending.values().forEach(answer -> answer.completeExceptionally(new IOException("ended")));
  }

  private static @Nullable String line(InputStream out) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = out.read(); b != '\n'; b = out.read()) {
      if (b < 0) {
        return line.size() == 0 ? null : line.toString(UTF_8);
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line without end");
      }
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  private void take(String line) {
    JsonNode message = null;
    try {
      message = JsonFiles.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      // Not one of ours.
    }
    if (message != null && message.has("method")) {
      if (message.has("id")) {
        refuse(message);
      }
      return;
    }
    var answer =
        message == null || !message.path("id").isIntegralNumber()
            ? null
            : pending.remove(message.path("id").longValue());
    if (answer != null) {
      answer.complete(message);
    } else if (message == null || !message.path("id").isIntegralNumber()) {
      if (!line.isBlank()) {
        stray = Printable.line(line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line);
        start.notices.accept("a line on stdout that answers nothing: " + stray);
      }
    }
  }

  /** A server of MCP may ask its client; ours does nothing but answer pings. */
  private void refuse(JsonNode request) {
    ObjectNode reply = JsonFiles.MAPPER.createObjectNode().put("jsonrpc", "2.0");
    reply.set("id", request.get("id"));
    if (request.path("method").asText().equals("ping")) {
      reply.putObject("result");
    } else {
      reply.putObject("error").put("code", -32601).put("message", "not supported");
    }
    send(reply);
  }

  private ProviderError gone() {
    String code = process.ending();
    String words = process.lastWords(1).stream().map(line -> ": " + line).findFirst().orElse("");
    return new ProviderError(Kind.CONNECTION, "the system ended " + code + words, null, null);
  }

  @Override
  public void close() {
    ended = true;
    process.close();
  }
}
