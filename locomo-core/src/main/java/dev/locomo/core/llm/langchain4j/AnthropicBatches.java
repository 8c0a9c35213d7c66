package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.batch.BatchApi;
import dev.locomo.core.llm.http.Http;
import dev.locomo.core.llm.http.HttpCall;
import dev.locomo.core.run.AtomicFile;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Anthropic's message batches. Source: Claude API reference, Message Batches.
 *
 * @param llm makes requests and reads replies
 */
record AnthropicBatches(LibraryLlm llm) implements BatchApi {
  private static final String BATCHES = "/messages/batches";

  /** Clocks differ. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** What the API answers with where it is asked outside of batches. */
  private static final Map<String, Integer> STATUSES =
      Map.of(
          "authentication_error", 401,
          "billing_error", 402,
          "permission_error", 403,
          "not_found_error", 404,
          "request_too_large", 413,
          "rate_limit_error", 429,
          "api_error", 500,
          "timeout_error", 504,
          "overloaded_error", 529);

  /** 100,000 requests and 256 MB; a little less, as nobody says what an MB is. */
  @Override
  public Limits limits() {
    return new Limits(100_000, 250_000_000);
  }

  @Override
  public String separator() {
    return ",";
  }

  @Override
  public String line(String id, Ask ask) {
    var line = JsonFiles.MAPPER.createObjectNode().put("custom_id", id);
    return line.set("params", BatchResults.json(llm.call(ask).body())).toString();
  }

  @Override
  public String upload(Path lines) {
    return "";
  }

  @Override
  public String create(Path lines, String upload) throws InterruptedException {
    try {
      var body =
          BodyPublishers.concat(
              BodyPublishers.ofString("{\"requests\":["),
              BodyPublishers.ofFile(lines),
              BodyPublishers.ofString("]}"));
      return BatchResults.id(Http.post(llm.beside(BATCHES, "{}"), body).json());
    } catch (FileNotFoundException e) {
      throw AtomicFile.unwritable(lines, e);
    }
  }

  /** A batch has no name of ours: it is known by its moment and its size. */
  @Override
  public Optional<String> find(Attempt attempt, Set<String> known) throws InterruptedException {
    JsonNode all = Http.get(llm.beside(BATCHES + "?limit=100", "")).json().path("data");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(batch -> !known.contains(batch.path("id").asText()))
        .filter(batch -> requests(batch) == attempt.requests())
        .filter(batch -> !created(batch).isBefore(attempt.at().minus(SKEW)))
        .map(BatchResults::id)
        .findFirst();
  }

  private static long requests(JsonNode batch) {
    return batch.path("request_counts").valueStream().mapToLong(JsonNode::asLong).sum();
  }

  private static Instant created(JsonNode batch) {
    try {
      return OffsetDateTime.parse(batch.path("created_at").asText()).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  @Override
  public State state(String batch) throws InterruptedException {
    JsonNode now = Http.get(llm.beside(BATCHES + "/" + batch, "")).json();
    String word = now.path("processing_status").asText();
    return new State(word.equals("ended"), word, "", List.of(batch));
  }

  @Override
  public void results(State ended, Consumer<Result> each) throws InterruptedException {
    for (String batch : ended.places()) {
      var call = llm.beside(BATCHES + "/" + batch + "/results", "");
      Http.lines(call, line -> each.accept(result(call, BatchResults.json(line))));
    }
  }

  private Result result(HttpCall call, JsonNode line) {
    String id = line.path("custom_id").asText();
    JsonNode result = line.path("result");
    return switch (result.path("type").asText()) {
      case "succeeded" ->
          BatchResults.read(
              llm, id, call, BatchResults.reply(200, result.path("message"), List.of()));
      case "errored" -> {
        JsonNode error = result.path("error");
        String type = error.at("/error/type").asText(error.path("type").asText());
        int status = STATUSES.getOrDefault(type, 400);
        yield BatchResults.read(llm, id, call, BatchResults.reply(status, error, List.of()));
      }
      case "expired" -> without(id, Kind.TIMEOUT, "it expired before the request was answered");
      case "canceled" -> without(id, Kind.UNAVAILABLE, "it was cancelled");
      default -> without(id, Kind.MALFORMED_REPLY, "a result of no known type");
    };
  }

  private static Result without(String id, Kind kind, String why) {
    return new Result(id, null, new ProviderError(kind, "in the batch: " + why, null, null));
  }
}
