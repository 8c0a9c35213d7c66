package dev.locomo.services.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Network;
import dev.locomo.core.llm.http.Stop;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A request to a manager of secrets; what it answers is never part of a message. */
final class SecretRequest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;

  /** More than any manager keeps in one secret. */
  private static final int LARGEST = 1 << 20;

  private final HttpRequest.Builder request;
  private final URI address;

  /**
   * A GET.
   *
   * @throws UserError when the address is none
   */
  SecretRequest(String address) {
    try {
      this.address = URI.create(address);
      this.request = Network.request(this.address).timeout(TIMEOUT);
    } catch (IllegalArgumentException e) {
      throw new UserError("'" + address + "' is no address", "http:// or https://", e);
    }
  }

  /** The same with a header. */
  SecretRequest with(String name, String value) {
    request.header(name, value);
    return this;
  }

  /** The same as a POST of a form. */
  SecretRequest posting(Map<String, String> form) {
    request.header("Content-Type", "application/x-www-form-urlencoded");
    request.POST(
        BodyPublishers.ofString(
            form.entrySet().stream()
                .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"))));
    return this;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Sends it; again when the manager is busy or cannot be reached.
   *
   * @throws UserError when there is no such secret
   * @throws ProviderError when it is refused, or nobody answers
   */
  JsonNode send() throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        var answer = answer();
        int status = answer.statusCode();
        if (status / 100 == 2) {
          return JsonFiles.MAPPER.readTree(answer.body());
        }
        refuse(status);
        if (attempt == ATTEMPTS) {
          throw new ProviderError(Kind.UNAVAILABLE, host() + " answered " + status, null, null);
        }
      } catch (JsonProcessingException e) {
        // Its message would repeat some of the secret.
        throw new ProviderError(Kind.MALFORMED_REPLY, host() + " did not answer JSON", null, null);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
          throw new ProviderError(Kind.CONNECTION, host() + ": " + why, null, e);
        }
      }
      Stop.ofProcess().sleep(Duration.ofMillis(300L * attempt));
    }
  }

  private HttpResponse<String> answer() throws IOException, InterruptedException {
    try (var client = Network.client().connectTimeout(TIMEOUT.dividedBy(2)).build()) {
      return Network.send(
          client, request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
    }
  }

  private void refuse(int status) {
    if (status == 404) {
      throw new UserError(host() + " has no such secret", "its name, and who may see it");
    }
    if (status != 429 && status / 100 == 4) {
      throw new ProviderError(Kind.KEY_REFUSED, host() + " answered " + status, null, null);
    }
  }

  private String host() {
    return address.getRawAuthority();
  }
}
