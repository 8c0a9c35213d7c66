package dev.locomo.rag.memory.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.Version;
import dev.locomo.core.text.TurnText;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Bm25Method;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.Retriever;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * BM25 over turns behind the contract: finds what {@code --retriever bm25} finds. Keeps everything
 * in memory. Answers with the best turn, for want of a model.
 */
public final class ReferenceMemory {
  /** The operations it has. */
  static final Set<String> OPERATIONS =
      Set.of("hello", "open", "ingest", "settle", "search", "answer", "close");

  /** An error of the contract. */
  static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message);
    }
  }

  private static final class Namespace {
    private final List<Passage> passages = new ArrayList<>();
    private @Nullable Retriever search;
  }

  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

  /** An empty one. */
  public ReferenceMemory() {}

  /**
   * Does an operation.
   *
   * @throws Refused when there is no such operation or namespace, or a parameter is missing
   */
  ObjectNode handle(String operation, JsonNode params) {
    ObjectNode result = JsonFiles.MAPPER.createObjectNode();
    String namespace = params.path("namespace").asText();
    switch (operation) {
      case "hello" -> hello(result);
      case "open" -> namespaces.put(namespace, new Namespace());
      case "close" -> namespaces.remove(namespace);
      case "ingest" -> result.put("accepted", ingest(opened(namespace), params.path("session")));
      case "settle" -> result.put("ready", true);
      case "search" -> search(opened(namespace), params, result);
      case "answer" -> {
        search(opened(namespace), params, result);
        result.put("answer", result.at("/items/0/text").asText(""));
      }
      default -> throw new Refused("no operation is called '" + operation + "'");
    }
    return result;
  }

  private static void hello(ObjectNode result) {
    result.put("name", "locomo-bm25").put("version", Version.program());
    ObjectNode can = result.putObject("capabilities");
    can.put("ingest", "session").put("search", true).put("answer", true);
    can.put("provenance", true).put("reset", "namespace").put("concurrency", 64);
  }

  private Namespace opened(String name) {
    Namespace namespace = namespaces.get(name);
    if (namespace == null) {
      throw new Refused("no namespace is called '" + name + "'");
    }
    return namespace;
  }

  private static int ingest(Namespace into, JsonNode session) {
    synchronized (into) {
      into.search = null;
      for (JsonNode turn : session.path("turns")) {
        String id = turn.path("id").asText();
        var named = TurnId.namedIn(List.of(id)).stream().findFirst();
        if (named.isEmpty()) {
          throw new Refused("a turn without an id");
        }
        JsonNode caption = turn.at("/images/0/caption");
        var image =
            caption.isTextual() ? new Turn.SharedImage(caption.textValue(), null, List.of()) : null;
        var said =
            new Turn(named.get(), turn.path("speaker").asText(), turn.path("text").asText(), image);
        into.passages.add(
            new Passage(
                TurnText.quoted(said),
                session.path("time").asText(""),
                session.path("index").asInt(),
                List.of(id)));
      }
      return session.path("turns").size();
    }
  }

  private static void search(Namespace in, JsonNode params, ObjectNode result) {
    Retriever search;
    synchronized (in) {
      var items = result.putArray("items");
      if (in.passages.isEmpty()) {
        return;
      }
      if (in.search == null) {
        in.search = new Bm25Method().over(new Corpus("told", "told", Database.DIALOG, in.passages));
      }
      search = in.search;
      var query = new Query("", params.path("question").asText());
      for (Hit hit : search.retrieve(query, Math.max(0, params.path("k").asInt()))) {
        ObjectNode item = items.addObject();
        item.put("id", hit.passage().sources().getFirst()).put("text", hit.passage().text());
        item.put("score", hit.score()).put("time", hit.passage().date());
        item.putArray("sources").add(hit.passage().sources().getFirst());
      }
    }
  }
}
