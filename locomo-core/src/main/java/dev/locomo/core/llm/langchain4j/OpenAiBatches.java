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
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * OpenAI's batches: a file of requests is handed over, a batch made of it, and its results are
 * files again. Source: OpenAI API reference, Batch and Files.
 *
 * @param llm makes requests and reads replies
 */
record OpenAiBatches(LibraryLlm llm) implements BatchApi {
  private static final String ENDPOINT = "/v1/chat/completions";
  private static final Set<String> ENDED = Set.of("completed", "failed", "expired", "cancelled");

  /** 50,000 requests and 200 MB; a little less, as nobody says what an MB is. */
  @Override
  public Limits limits() {
    return new Limits(50_000, 195_000_000);
  }

  @Override
  public String separator() {
    return "\n";
  }

  @Override
  public String line(String id, Ask ask) {
    var line = JsonFiles.MAPPER.createObjectNode().put("custom_id", id);
    line.put("method", "POST").put("url", ENDPOINT);
    return line.set("body", BatchResults.json(llm.call(ask).body())).toString();
  }

  @Override
  public String upload(Path lines) throws InterruptedException {
    String boundary = "locomo-" + UUID.randomUUID();
    String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=";
    String head =
        part
            + "\"purpose\"\r\n\r\nbatch\r\n"
            + part
            + "\"file\"; filename=\"batch.jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n";
    var bare = llm.beside("/files", "");
    var headers = new HashMap<>(bare.headers());
    headers.put("Content-Type", "multipart/form-data; boundary=" + boundary);
    try {
      var body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(lines),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
      var call = new HttpCall(bare.address(), headers, "", bare.timeout());
      return BatchResults.id(Http.post(call, body).json());
    } catch (FileNotFoundException e) {
      throw AtomicFile.unwritable(lines, e);
    }
  }

  @Override
  public String create(Path lines, String upload) throws InterruptedException {
    var body = JsonFiles.MAPPER.createObjectNode().put("input_file_id", upload);
    body.put("endpoint", ENDPOINT).put("completion_window", "24h");
    return BatchResults.id(Http.post(llm.beside("/batches", body.toString())).json());
  }

  @Override
  public Optional<String> find(Attempt attempt, Set<String> known) throws InterruptedException {
    if (attempt.upload() == null) {
      return Optional.empty();
    }
    JsonNode all = Http.get(llm.beside("/batches?limit=100", "")).json().path("data");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(batch -> batch.path("input_file_id").asText().equals(attempt.upload()))
        .map(BatchResults::id)
        .findFirst();
  }

  @Override
  public State state(String batch) throws InterruptedException {
    JsonNode now = Http.get(llm.beside("/batches/" + batch, "")).json();
    String word = now.path("status").asText();
    String complaint =
        now.at("/errors/data")
            .valueStream()
            .map(error -> error.path("message").asText())
            .distinct()
            .limit(3)
            .collect(Collectors.joining("; "));
    var files =
        Stream.of("output_file_id", "error_file_id")
            .map(name -> now.path(name).textValue())
            .filter(Objects::nonNull)
            .toList();
    boolean failed = word.equals("failed");
    return new State(
        ENDED.contains(word), word, failed && complaint.isEmpty() ? word : complaint, files);
  }

  @Override
  public void results(State ended, Consumer<Result> each) throws InterruptedException {
    for (String file : ended.places()) {
      var call = llm.beside("/files/" + file + "/content", "");
      Http.lines(call, line -> each.accept(result(call, BatchResults.json(line))));
    }
  }

  private Result result(HttpCall call, JsonNode line) {
    String id = line.path("custom_id").asText();
    JsonNode response = line.path("response");
    if (!response.path("body").isContainerNode()) {
      String code = line.at("/error/code").asText();
      Kind kind = code.equals("batch_expired") ? Kind.TIMEOUT : Kind.UNAVAILABLE;
      String why = line.at("/error/message").asText("no reason given");
      return new Result(id, null, new ProviderError(kind, "in the batch: " + why, null, null));
    }
    return BatchResults.read(
        llm,
        id,
        call,
        BatchResults.reply(
            response.path("status_code").asInt(),
            response.path("body"),
            Stream.of(response.path("request_id").asText("")).filter(i -> !i.isEmpty()).toList()));
  }
}
