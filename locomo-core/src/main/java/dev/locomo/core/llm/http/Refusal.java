package dev.locomo.core.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer without a usable reply means: the one place that turns statuses and the providers'
 * own words into kinds of {@link ProviderError}. The words count more than the status, for gateways
 * pass on their upstream's refusals under statuses of their own.
 */
public final class Refusal {
  /** Conflicts, locks and the like, which pass. */
  private static final Set<Integer> PASSING = Set.of(409, 423, 424, 425, 498, 499);

  /** Statuses with which a page says more than that a proxy is in a bad way. */
  private static final Set<Integer> PAGES = Set.of(404, 405, 407, 408, 413, 414, 429);

  /** What the place for an error holds where there was none. */
  private static final Set<String> NOTHING = Set.of("", "0", "200", "ok", "success");

  private static final String ADDRESS_HINT = "does the base URL end in the version, as /v1?";
  private static final String MODEL_HINT = "is the model's name right?";

  private Refusal() {}

  /** The error for an answer whose status is not 2xx. */
  static ProviderError of(HttpCall call, HttpResponse<String> answer) {
    var complaint = Complaint.of(call.withoutKeys(answer.body()));
    return error(call, complaint, answer.statusCode(), answer.headers());
  }

  /**
   * The error for an answer that was called a success and holds no reply.
   *
   * @param part what of the body is about the error; the body itself when nothing is
   */
  public static ProviderError inside(HttpCall call, HttpReply reply, JsonNode part) {
    var complaint = Complaint.of(call.withoutKeys(part.toString()));
    var headers = HttpHeaders.of(reply.headers(), (_, _) -> true);
    return error(call, complaint, reply.status(), headers);
  }

  /** Whether a body that was called a success says that there was an error. */
  public static boolean isIn(JsonNode body) {
    JsonNode error = (body.isArray() ? body.path(0) : body).path("error");
    return error.asBoolean()
        || !Complaint.words(error).lines().map(String::strip).allMatch(NOTHING::contains);
  }

  private static ProviderError error(
      HttpCall call, Complaint complaint, int status, HttpHeaders headers) {
    int declared = complaint.status();
    boolean vague = status < 300 || status == 400 || status >= 500;
    int meant = vague && declared > 0 ? declared : status;
    Kind kind = kind(meant, complaint);
    String answered =
        kind == Kind.MALFORMED_REPLY
            ? ": a reply that is not of the provider's protocol: "
            : " answered " + status + (meant == status ? "" : ", error " + meant) + ": ";
    String message =
        call.host() + answered + complaint.line() + hint(kind, meant, complaint, headers);
    return new ProviderError(
            kind,
            call.withoutKeys(message),
            kind.retryable() ? RetryAfter.of(headers, complaint.json(), Instant.now()) : null,
            null)
        .answering(complaint.json().toString());
  }

  private static Kind kind(int status, Complaint complaint) {
    if (complaint.page()) {
      return page(status);
    }
    String words = complaint.words();
    if (RefusalWords.LARGE.in(words)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    @Nullable Kind said = said(status, words);
    return said == null ? ofStatus(status, complaint) : said;
  }

  /** What the words say, if they do. */
  private static @Nullable Kind said(int status, String words) {
    if (status == 402 || RefusalWords.QUOTA.in(words)) {
      return Kind.QUOTA_EXHAUSTED;
    }
    boolean rate = status == 429;
    if (RefusalWords.CLOSED.in(words) || (!rate && RefusalWords.KEY.in(words))) {
      return Kind.KEY_REFUSED;
    }
    if (RefusalWords.FILTER.in(words)) {
      return Kind.FILTERED;
    }
    if (rate) {
      return null;
    }
    if (RefusalWords.LONG.in(words) && !RefusalWords.OUTPUT.in(words)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    boolean model = (status < 500 ? RefusalWords.MODEL : RefusalWords.MODEL_CODE).in(words);
    if (model && !RefusalWords.PARAMETER.in(words)) {
      return Kind.MODEL_UNKNOWN;
    }
    if (status < 500 && RefusalWords.ADDRESS.in(words)) {
      return Kind.REJECTED;
    }
    boolean refused = status == 401 || status == 404;
    if (!refused && RefusalWords.RATE.in(words)) {
      return Kind.RATE_LIMITED;
    }
    return !refused && RefusalWords.BUSY.in(words) ? Kind.UNAVAILABLE : null;
  }

  /** A proxy's words are not the provider's: of keys and accounts it knows nothing. */
  private static Kind page(int status) {
    boolean proxy = status >= 400 && status < 500 && !PAGES.contains(status);
    return proxy ? Kind.UNAVAILABLE : ofStatus(status, Complaint.of(""));
  }

  private static Kind ofStatus(int status, Complaint complaint) {
    return switch (status) {
      case 401, 403 -> Kind.KEY_REFUSED;
      case 408 -> Kind.TIMEOUT;
      case 413 -> Kind.CONTEXT_TOO_LONG;
      case 429 -> Kind.RATE_LIMITED;
      default -> {
        if (status < 300) {
          yield !complaint.declared()
              ? Kind.MALFORMED_REPLY
              : RefusalWords.INVALID.in(complaint.words()) ? Kind.REJECTED : Kind.UNAVAILABLE;
        }
        yield status >= 500 || PASSING.contains(status) ? Kind.UNAVAILABLE : Kind.REJECTED;
      }
    };
  }

  private static String hint(Kind kind, int status, Complaint complaint, HttpHeaders headers) {
    if (status == 407) {
      return " (the proxy wants to know who asks: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT)";
    }
    if (status >= 300 && status < 400) {
      return " (redirects are not followed, this one goes to "
          + headers.firstValue("location").orElse("nowhere")
          + ")";
    }
    boolean address = RefusalWords.ADDRESS.in(complaint.words());
    return switch (kind) {
      case MODEL_UNKNOWN -> " (" + MODEL_HINT + ")";
      case CONTEXT_TOO_LONG ->
          " (the prompt does not fit: a model with a larger window, or less in the prompt)";
      case REJECTED ->
          address
              ? " (" + ADDRESS_HINT + ")"
              : status == 404 || status == 405
                  ? " (is the model's name right, and " + ADDRESS_HINT + ")"
                  : "";
      default -> "";
    };
  }
}
