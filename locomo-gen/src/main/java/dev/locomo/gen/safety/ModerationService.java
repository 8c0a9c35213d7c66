package dev.locomo.gen.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A moderation service with OpenAI's protocol: {@code {"input": text}} in, {@code results[0]} with
 * {@code flagged} and {@code categories} out. Safe for many threads.
 */
public final class ModerationService implements Moderation {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 4;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final String key;

  /**
   * @param address where texts are posted
   * @param key sent as a bearer token; empty for none
   */
  public ModerationService(URI address, String key) {
    this.address = address;
    this.key = key.split(",", 2)[0].strip();
  }

  @Override
  public Optional<String> flagged(String text) throws InterruptedException {
    IOException last = new IOException("no answer");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return verdict(post(text));
      } catch (IOException e) {
        last = e;
        Thread.sleep(200L << attempt);
      }
    }
    throw new ProviderError(
        Kind.UNAVAILABLE,
        "the moderation service " + address + " failed (" + last + ")",
        null,
        last);
  }

  private JsonNode post(String text) throws IOException, InterruptedException {
    String body = JsonFiles.MAPPER.createObjectNode().put("input", text).toString();
    var request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    var response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return JsonFiles.MAPPER.readTree(response.body());
  }

  private static Optional<String> verdict(JsonNode reply) throws IOException {
    JsonNode result = reply.path("results").path(0);
    if (!result.path("flagged").isBoolean()) {
      throw new IOException("a reply without results[0].flagged");
    }
    if (!result.path("flagged").booleanValue()) {
      return Optional.empty();
    }
    return Optional.of(
        result.path("categories").properties().stream()
            .filter(category -> category.getValue().asBoolean())
            .map(category -> category.getKey())
            .sorted()
            .collect(Collectors.joining(", ")));
  }
}
