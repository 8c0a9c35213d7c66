package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Endpoint;
import dev.locomo.core.llm.ModelFamily;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.Tool;
import dev.locomo.core.llm.batch.BatchApi;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A provider that the library calls: only what differs between them.
 *
 * <p>A model of the library is made for each set of parameters, so that every one is passed
 * explicitly and none of the library's defaults counts; null is not sent. Of the library only what
 * a provider needs is loaded, when it is first asked.
 */
abstract class Dialect extends Provider {
  Dialect(String id, @Nullable String keyVariable, String baseUrl) {
    super(id, keyVariable, baseUrl);
  }

  /**
   * Where requests are sent.
   *
   * @param endpoint where the API is
   * @param key the key, or null for a server that needs none
   * @param context the model's token limit, or null when unknown
   */
  record Route(Endpoint endpoint, @Nullable String key, @Nullable Integer context) {
    /** The API, version path included, without a slash at the end and without a query. */
    String address() {
      return endpoint.address();
    }

    /** The key, or a word for it where the library insists on one. */
    String keyOrNone() {
      return key == null ? "none" : key;
    }

    /** Without the key. */
    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /** A model that sends requests with these parameters, without retries, over this wire. */
  abstract ChatModel model(Route route, Ask ask, HttpClientBuilder wire);

  /**
   * How a request tells the provider's prefix cache what to keep.
   *
   * @param member goes into the text block that ends there, as JSON
   * @param patch of the request's body, given the text that is kept; empty for none
   */
  record Mark(String member, UnaryOperator<String> patch) {}

  /** How the end of what requests share is marked; null where the provider sees it by itself. */
  @Nullable Mark mark(ModelFamily family) {
    return null;
  }

  /** How it is asked in batches; null when it is not. */
  @Nullable BatchApi batches(LibraryLlm llm) {
    return null;
  }

  /** What offers tools, to be merged into a request's body. */
  ObjectNode tools(List<Tool> tools) {
    return list(
        tools,
        "tools",
        (node, tool) ->
            describe(node.put("type", "function").putObject("function"), tool, "parameters"));
  }

  static ObjectNode list(List<Tool> tools, String name, BiConsumer<ObjectNode, Tool> describe) {
    ObjectNode patch = JsonFiles.MAPPER.createObjectNode();
    var all = patch.putArray(name);
    tools.forEach(tool -> describe.accept(all.addObject(), tool));
    return patch;
  }

  static void describe(ObjectNode node, Tool tool, String schema) {
    node.put("name", tool.name()).put("description", tool.description());
    node.putRawValue(schema, new RawValue(tool.parameters()));
  }

  /** Who asks, in requests beside those for replies. */
  Map<String, String> headers(Route route) {
    return route.key() == null
        ? Map.of()
        : Map.ofEntries(route.endpoint().authorization(route.key()));
  }

  /** Where its replies say what. */
  ReplyShape replies() {
    return ReplyShape.OPENAI;
  }

  /** Without any key, a base URL of the user's is asked without one. */
  @Override
  public final ChatLlm open(ModelSpec spec, Connection connection) {
    requireKey(connection);
    String key = connection.keys().stream().findFirst().map(ApiKey::secret).orElse(null);
    var route = new Route(connection.endpoint(this, spec.model()), key, spec.context());
    return new LibraryLlm(this, route, mark(spec.family()), connection.timeout());
  }

  /** JSON mode where it is asked for. */
  static @Nullable ResponseFormat format(Ask ask) {
    return ask.json() ? ResponseFormat.JSON : null;
  }

  /**
   * The seed as the providers take it: the low 31 bits, which leaves every seed that they take by
   * itself as it is.
   */
  static @Nullable Integer seed(Ask ask) {
    return ask.seed() == null ? null : (int) (ask.seed() & Integer.MAX_VALUE);
  }
}
