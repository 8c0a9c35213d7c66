package dev.locomo.rag.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Endpoint;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.RetryingLlm.Waiting;
import dev.locomo.core.llm.stack.Time;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * OpenAI's embeddings, or those of a server that speaks its API. A request holds up to {@link
 * #BATCH} texts; one that fails for a reason that may pass is sent again.
 */
public final class OpenAiEmbedder implements Embedder {
  /** Keeps a reply of the widest model well below what is read. */
  private static final int BATCH = 64;

  private static final Map<String, Integer> DIMENSIONS =
      Map.of(
          "text-embedding-ada-002", 1536,
          "text-embedding-3-small", 1536,
          "text-embedding-3-large", 3072);

  private final String model;
  private final int dimension;
  private final Connection connection;
  private final Time time;

  /**
   * Sends nothing yet, except for a model whose vectors' length is not known: one word.
   *
   * @param model for example {@code text-embedding-3-small}
   * @param connection with at least one key for OpenAI itself; the first is used
   * @param time what waits between attempts
   */
  public OpenAiEmbedder(String model, Connection connection, Time time) {
    this.model = model;
    this.connection = connection;
    this.time = time;
    Integer known = DIMENSIONS.get(model);
    this.dimension = known != null ? known : request(List.of("word"))[0].length;
  }

  @Override
  public String id() {
    String where =
        connection.baseUrl() == null ? "" : "," + connection.address(Provider.named("openai"));
    return "openai(" + model + where + ")";
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public float[][] embed(List<String> texts, Role role) {
    return texts.stream()
        .gather(Gatherers.windowFixed(BATCH))
        .flatMap(batch -> Stream.of(request(batch)))
        .peek(this::checkLength)
        .toArray(float[][]::new);
  }

  private void checkLength(float[] vector) {
    if (vector.length != dimension) {
      throw malformed("vectors of " + vector.length + " numbers; expected " + dimension);
    }
  }

  private float[][] request(List<String> texts) {
    var body = JsonFiles.MAPPER.createObjectNode().put("model", model);
    var input = body.putArray("input");
    // The API refuses an empty text.
    texts.forEach(text -> input.add(text.isEmpty() ? " " : text));
    var headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    var endpoint = connection.endpoint(Provider.named("openai"), model);
    connection.keys().stream()
        .findFirst()
        .map(key -> endpoint.authorization(key.secret()))
        .ifPresent(header -> headers.put(header.getKey(), header.getValue()));
    var call = new HttpCall(address(endpoint), headers, body.toString(), connection.timeout());
    return read(sent(call), texts.size());
  }

  private URI address(Endpoint endpoint) {
    try {
      return endpoint.uri(endpoint.address() + "/embeddings");
    } catch (URISyntaxException e) {
      throw new UserError("'" + model + "' is no name of a model", "--retriever openai:MODEL");
    }
  }

  private JsonNode sent(HttpCall call) {
    var waiting = new Waiting(time, new SplittableRandom(call.body().hashCode()));
    try {
      return RetryPolicy.STANDARD.run(() -> Http.post(call).json(), waiting, (_, _) -> {});
    } catch (InterruptedException e) {
      throw new Stop.Stopped(e);
    }
  }

  private float[][] read(JsonNode reply, int count) {
    float[][] vectors = new float[count][];
    for (JsonNode entry : reply.path("data")) {
      int index = entry.path("index").asInt(-1);
      if (index < 0 || index >= count) {
        throw malformed("a vector for text " + index + " of " + count);
      }
      vectors[index] = vector(entry.path("embedding"));
    }
    for (float[] vector : vectors) {
      if (vector == null) {
        throw malformed("fewer vectors than texts");
      }
    }
    return vectors;
  }

  private float[] vector(JsonNode numbers) {
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i).floatValue();
      if (!numbers.get(i).isNumber() || !Float.isFinite(vector[i])) {
        throw malformed("a vector with " + numbers.get(i));
      }
    }
    if (vector.length == 0) {
      throw malformed("no numbers where a vector should be");
    }
    return vector;
  }

  private ProviderError malformed(String found) {
    return new ProviderError(
        ProviderError.Kind.MALFORMED_REPLY, model + " answered with " + found, null, null);
  }

  @Override
  public void close() {}
}
