package dev.locomo.rag.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Endpoint;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.RetryingLlm.Waiting;
import dev.locomo.core.llm.stack.Time;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * OpenAI's embeddings, or those of a server that speaks its API. A request holds up to {@link
 * #BATCH} texts, fewer where the server refuses as many; one that fails for a reason that may pass
 * is sent again.
 */
public final class OpenAiEmbedder implements Embedder {
  /** Keeps a reply of the widest model well below what is read. */
  private static final int BATCH = 64;

  /** Most characters of what stands where a number should. */
  private static final int SHOWN = 40;

  private static final Map<String, Integer> DIMENSIONS =
      Map.of(
          "text-embedding-ada-002", 1536,
          "text-embedding-3-small", 1536,
          "text-embedding-3-large", 3072);

  /** What a refusal of too many texts may be taken for: servers say it in many words. */
  private static final Set<Kind> TOO_MANY = EnumSet.of(Kind.REJECTED, Kind.CONTEXT_TOO_LONG);

  private final String model;
  private final int dimension;

  /** Texts in a request; halved where the server refuses as many. */
  private volatile int most = BATCH;

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
    float[][] vectors = new float[texts.size()][];
    for (int from = 0; from < vectors.length; ) {
      var batch = texts.subList(from, Math.min(from + most, vectors.length));
      float[][] some = request(batch);
      if (some.length > 0) {
        System.arraycopy(some, 0, vectors, from, some.length);
        from += some.length;
      }
    }
    for (float[] vector : vectors) {
      checkLength(vector);
    }
    return vectors;
  }

  private void checkLength(float[] vector) {
    if (vector.length != dimension) {
      throw malformed("vectors of " + vector.length + " numbers; expected " + dimension);
    }
  }

  /** The vectors; none where the server refuses so many texts, and fewer are to be tried. */
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
    try {
      return read(sent(call), texts.size());
    } catch (ProviderError e) {
      if (!TOO_MANY.contains(e.kind()) || texts.size() == 1) {
        throw e;
      }
      most = (texts.size() + 1) / 2;
      return new float[0][];
    }
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
    JsonNode data = reply.path("data");
    boolean numbered = !data.findValues("index").isEmpty();
    int place = 0;
    for (JsonNode entry : data) {
      // Some servers number nothing, and some leave out every number that is 0.
      int index = entry.has("index") ? entry.path("index").asInt(-1) : numbered ? 0 : place;
      place++;
      if (index < 0 || index >= count || vectors[index] != null) {
        throw malformed("a vector too many, or for text " + index + " of " + count);
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
        String found = numbers.get(i).toString();
        throw malformed("a vector with " + found.substring(0, Math.min(SHOWN, found.length())));
      }
    }
    if (vector.length == 0) {
      throw malformed("no numbers where a vector should be");
    }
    return vector;
  }

  private ProviderError malformed(String found) {
    return new ProviderError(Kind.MALFORMED_REPLY, model + " answered with " + found, null, null);
  }

  @Override
  public void close() {}
}
