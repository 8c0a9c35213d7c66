package dev.locomo.core.llm.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.LongTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replies on disk, found by the SHA-256 of all that can change them: the scope (provider and
 * address) and every field of the request, the repetition included. No key is in it.
 *
 * <p>An entry is a JSON file {@code ab/cd/abcd....json}, written beside its place and moved there,
 * so that several processes may share a folder. Entries never expire. One that is not valid is
 * renamed to {@code .corrupt} and counts as absent.
 */
final class ReplyCache {
  /** A reply is at most 64 MiB, and a byte of it six bytes of JSON. */
  private static final int LARGEST = 6 << 26;

  private final Path folder;
  private final String scope;

  private ReplyCache(Path folder, String scope) {
    this.folder = folder;
    this.scope = scope;
  }

  /**
   * Opens a folder to read and write, making it when it is not there.
   *
   * @param scope who is asked, and where
   * @throws UserError when it cannot be written
   */
  public static ReplyCache open(Path folder, String scope) {
    try {
      Path probe = folder.resolve("probe");
      AtomicFile.replace(probe, _ -> {});
      Files.delete(probe);
    } catch (IOException e) {
      throw new UserError(
          "the cache folder " + folder + " cannot be written (" + UserFile.why(e) + ")",
          "another --cache DIR, or --no-cache");
    }
    return new ReplyCache(folder, scope);
  }

  /**
   * Opens a folder to read only.
   *
   * @throws UserError when there is none
   */
  public static ReplyCache openOffline(Path folder, String scope) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("there is no cache folder " + folder, "--cache DIR, or run online once");
    }
    return new ReplyCache(folder, scope);
  }

  /** The entry's name: 64 hex digits. */
  String key(Ask ask) {
    return ReplyEntry.key(scope, ask);
  }

  private Path file(String key) {
    return folder.resolve(key.substring(0, 2)).resolve(key.substring(2, 4)).resolve(key + ".json");
  }

  /**
   * The stored reply, marked as cached; empty when there is none, or none that can be understood.
   *
   * @throws UserError when the file is there and cannot be read
   */
  Optional<Reply> read(String key) {
    var file = file(key);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = UserFile.bytes(file, LARGEST);
      var stored = ReplyEntry.parse(new String(bytes, StandardCharsets.UTF_8));
      if (stored.isEmpty()) {
        setAside(file);
      }
      return stored;
    } catch (DataError e) {
      if (Files.notExists(file)) {
        return Optional.empty(); // another process has just removed it
      }
      // Not a miss: asking again would pay twice for what is there.
      throw new UserError("the cache entry " + file + " " + e.problem(), "", e);
    }
  }

  private static void setAside(Path file) {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".corrupt"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // Read-only, or another process was first: it stays absent for us, which is all we need.
    }
  }

  /** Stores a reply; the prompt is not stored, it is in the name. */
  void write(String key, Ask ask, Reply reply) throws IOException {
    var file = file(key);
    byte[] entry = ReplyEntry.json(scope, ask, reply).getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(file, out -> out.write(entry));
  }

  /**
   * Removes a reply, unless another one is stored in its place.
   *
   * @return whether the reply is not there now
   */
  boolean remove(String key, Reply reply) {
    try {
      if (read(key).filter(stored -> ReplyEntry.same(stored, reply)).isPresent()) {
        Files.deleteIfExists(file(key));
      }
      return true;
    } catch (IOException | UserError e) {
      return false; // The folder is read-only: the reply stays, and whoever gets it finds it
      // useless.
    }
  }

  /** A stored reply: its name and its JSON. */
  static final class ReplyEntry {
    private static final int FORMAT = 1;

    private ReplyEntry() {}

    /**
     * The name: 64 hex digits of the SHA-256 of all that can change the reply.
     *
     * @param scope who is asked, and where
     */
    static String key(String scope, Ask ask) {
      var texts = new LongTexts();
      var request = JsonFiles.MAPPER.createObjectNode();
      request.put("format", FORMAT).put("scope", scope).set("request", AskJson.of(ask, texts));
      return texts.sha256(request.toString());
    }

    /** Content-filter stops and empty replies may pass: they are not kept. */
    static boolean worthKeeping(Reply reply) {
      return reply.finish() != Reply.Finish.FILTERED
          && !(reply.text().isBlank() && reply.calls().isEmpty());
    }

    /** Whether they are one reply, however each came here. */
    static boolean same(Reply one, Reply other) {
      return one.text().equals(other.text())
          && one.calls().equals(other.calls())
          && Objects.equals(one.requestId(), other.requestId());
    }

    /** What is stored; the prompt is not, it is in the name. */
    static String json(String scope, Ask ask, Reply reply) {
      var entry = JsonFiles.MAPPER.createObjectNode();
      entry.put("format", FORMAT).put("scope", scope);
      entry.set("request", AskJson.parameters(ask));
      ObjectNode stored =
          entry
              .putObject("reply")
              .put("text", reply.text())
              .put("finish", reply.finish().name())
              .put("input_tokens", reply.inputTokens())
              .put("output_tokens", reply.outputTokens())
              .put("provider_model", reply.providerModel())
              .put("request_id", reply.requestId())
              .put("latency_ns", reply.latency().toNanos());
      reply.prefix().describe(stored);
      if (!reply.calls().isEmpty()) {
        stored.set("calls", Tool.json(reply.calls()));
      }
      return entry.toString();
    }

    /** The stored reply, marked as cached; empty when it cannot be understood. */
    static Optional<Reply> parse(String json) {
      try {
        return Optional.of(reply(JsonFiles.MAPPER.readTree(json).path("reply")));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private static Reply reply(JsonNode node) {
      if (!node.path("text").isTextual() || !node.path("latency_ns").isIntegralNumber()) {
        throw new IllegalArgumentException("not an entry");
      }
      return new Reply(
          node.path("text").textValue(),
          Reply.Finish.valueOf(node.path("finish").asText()),
          integer(node.path("input_tokens")),
          integer(node.path("output_tokens")),
          node.path("provider_model").textValue(),
          node.path("request_id").textValue(),
          Duration.ofNanos(node.path("latency_ns").longValue()),
          true,
          Tokens.Prefix.of(node),
          false,
          Tool.calls(node.path("calls")));
    }

    private static @Nullable Integer integer(JsonNode node) {
      return node.isInt() ? node.intValue() : null;
    }
  }
}
