package dev.locomo.services.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.services.cloud.CloudRequest;
import dev.locomo.services.cloud.GoogleIdentity;
import dev.locomo.services.cloud.Token;
import dev.locomo.services.cloud.Variables;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Google's Cloud Storage, by its JSON interface. A server that the environment names is asked
 * without a token unless the environment says who asks.
 */
final class GoogleStore implements ObjectStore {
  private static final String BOUNDARY = "locomo-part-of-an-object";

  private final RestClient rest;
  private final String server;
  private final @Nullable Token token;

  /**
   * @param environment who asks, and {@code LOCOMO_GS_ENDPOINT} or {@code STORAGE_EMULATOR_HOST}
   *     for another server
   */
  GoogleStore(Map<String, String> environment, Duration patience) {
    rest = new RestClient(patience);
    String emulator = Variables.or(environment, "STORAGE_EMULATOR_HOST", "");
    String named = emulator.isEmpty() || emulator.contains("://") ? emulator : "http://" + emulator;
    server = Variables.server(environment, "LOCOMO_GS_ENDPOINT", named);
    var identity = new GoogleIdentity(environment);
    token = server.isEmpty() || identity.named() ? new Token(identity::token) : null;
  }

  /** {@code what} with {@code %s} for the bucket and then the key, and more behind it. */
  private CloudRequest request(String what, ObjectAddress object, String more)
      throws InterruptedException {
    String base = server.isEmpty() ? "https://storage.googleapis.com" : server;
    var request =
        new CloudRequest(
            base + what.formatted(object.bucket(), CloudRequest.encoded(object.key())) + more);
    return token == null ? request : request.with("Authorization", "Bearer " + token.get());
  }

  @Override
  public Optional<Head> head(ObjectAddress object) {
    return rest.head(object, () -> request("/storage/v1/b/%s/o/%s", object, ""))
        .map(answer -> json(object, answer))
        .map(o ->
            new Head(
                o.path("size").asLong(),
                o.path("generation").asText(),
                null,
                o.path("metadata").path(SHA256).asText("")));
  }

  @Override
  public List<Listed> list(ObjectAddress folder) {
    String prefix = folder.key().isEmpty() ? "" : folder.key() + "/";
    var all = new ArrayList<Listed>();
    String page = "";
    do {
      String next = page.isEmpty() ? "" : "&pageToken=" + CloudRequest.encoded(page);
      var start = new ObjectAddress(folder.scheme(), folder.bucket(), prefix);
      JsonNode answer =
          json(
              folder,
              rest.text(folder, () -> request("/storage/v1/b/%s/o?prefix=%s", start, next)));
      for (JsonNode object : answer.path("items")) {
        String name = object.path("name").asText();
        all.add(new Listed(name.substring(prefix.length()), object.path("size").asLong()));
      }
      page = answer.path("nextPageToken").asText("");
    } while (!page.isEmpty());
    return all;
  }

  @Override
  public void put(Path file, ObjectAddress object, String sha256) {
    var about = JsonFiles.MAPPER.createObjectNode().put("name", object.key());
    about.put("md5Hash", FileHash.md5(file)).putObject("metadata").put(SHA256, sha256);
    String start =
        "--%s\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n%s\r\n--%s\r\n"
            .formatted(BOUNDARY, about, BOUNDARY);
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(start + "Content-Type: application/octet-stream\r\n\r\n"),
            published(file),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    rest.text(
        object,
        () ->
            request("/upload/storage/v1/b/%s/o?uploadType=multipart&name=%s", object, "")
                .with("Content-Type", "multipart/related; boundary=" + BOUNDARY)
                .method("POST", body));
  }

  private static BodyPublisher published(Path file) {
    try {
      return BodyPublishers.ofFile(file);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  @Override
  public InputStream read(ObjectAddress object, Head head, long from) throws IOException {
    return rest.bytes(
        object,
        () -> {
          var request =
              request(
                  "/storage/v1/b/%s/o/%s", object, "?alt=media&ifGenerationMatch=" + head.tag());
          return from > 0 ? request.with("Range", "bytes=" + from + "-") : request;
        });
  }

  private static JsonNode json(ObjectAddress object, HttpResponse<String> answer) {
    try {
      return JsonFiles.MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new ProviderError(
          Kind.MALFORMED_REPLY, object + ": the store did not answer JSON", null, e);
    }
  }

  @Override
  public void close() {
    rest.close();
  }
}
