package dev.locomo.core.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer without success means: the one place that turns statuses and the providers'
 * own words into kinds of {@link ProviderError}.
 */
final class Refusal {
  private static final int SHOWN = 300;
  private static final Pattern KEY = Pattern.compile("api_key_invalid|api key (not valid|expired)");
  private static final Pattern QUOTA =
      Pattern.compile(
          "insufficient_quota|billing_hard_limit|billing_not_active|credit balance is too low"
              + "|perday");
  private static final Pattern FILTER =
      Pattern.compile(
          "content_filter|content_policy_violation|responsibleaipolicyviolation"
              + "|content filtering policy");

  private Refusal() {}

  /** The error for an answer whose status is not 2xx. */
  static ProviderError of(HttpCall call, HttpResponse<String> answer, Instant now) {
    var body = parse(answer.body());
    Kind kind = kind(answer.statusCode(), body.path("error").toString().toLowerCase(Locale.ROOT));
    String message =
        call.host()
            + " answered "
            + answer.statusCode()
            + ": "
            + complaint(answer.body())
            + hint(answer.statusCode(), answer.headers());
    return new ProviderError(
        kind,
        call.withoutKeys(message),
        kind.retryable() ? RetryAfter.of(answer.headers(), body, now) : null,
        null);
  }

  private static Kind kind(int status, String error) {
    boolean refusesRequest = status >= 400 && status < 500;
    if (status == 402 || (refusesRequest && QUOTA.matcher(error).find())) {
      return Kind.QUOTA_EXHAUSTED;
    }
    if (refusesRequest && FILTER.matcher(error).find()) {
      return Kind.FILTERED;
    }
    if (status == 401 || status == 403 || (status == 400 && KEY.matcher(error).find())) {
      return Kind.KEY_REFUSED;
    }
    return switch (status) {
      case 408 -> Kind.TIMEOUT;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
    };
  }

  private static String hint(int status, HttpHeaders headers) {
    if (status == 404) {
      return " (is the model's name right, and does the base URL end in the version, as /v1?)";
    }
    if (status == 407) {
      return " (the proxy wants to know who asks: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT)";
    }
    if (status >= 300 && status < 400) {
      return " (redirects are not followed, this one goes to "
          + headers.firstValue("location").orElse("nowhere")
          + ")";
    }
    return "";
  }

  /** A body in one line: the provider's message where it has one, else its beginning. */
  static String complaint(String body) {
    if (body.isBlank()) {
      return "an empty body";
    }
    var json = parse(body);
    String said =
        Stream.of("/error/message", "/error", "/message", "/detail", "/0/error/message")
            .map(pointer -> json.at(pointer).textValue())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(body);
    String line = said.strip().replaceAll("\\s+", " ");
    return (looksLikeHtml(body) ? "an HTML page: " : "")
        + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...");
  }

  private static boolean looksLikeHtml(String body) {
    return body.stripLeading().startsWith("<");
  }

  /** The JSON of a body; missing when it is not JSON. */
  static JsonNode parse(String body) {
    try {
      @Nullable JsonNode tree = JsonFiles.MAPPER.readTree(body);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
