package dev.locomo.rag.memory.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;

/** What a request gets in place of a reply, in OpenAI's shape. */
final class ProxyError extends RuntimeException {
  private final int status;
  private final String code;

  ProxyError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** A request that is not understood. */
  static ProxyError bad(String message) {
    return new ProxyError(400, "invalid_request", message);
  }

  /** What the provider's failure is for who asked: everything worth a retry was retried here. */
  static ProxyError of(ProviderError error) {
    int status =
        switch (error.kind()) {
          case RATE_LIMITED -> 429;
          case UNAVAILABLE, NOT_CACHED -> 503;
          case TIMEOUT -> 504;
          case CONNECTION, MALFORMED_REPLY, BROKEN_OFF, KEY_REFUSED, SERVER_ENDED -> 502;
          case QUOTA_EXHAUSTED, COST_LIMIT -> 402;
          case MODEL_UNKNOWN -> 404;
          case CONTEXT_TOO_LONG, REJECTED, FILTERED -> 400;
        };
    String code =
        switch (error.kind()) {
          case CONTEXT_TOO_LONG -> "context_length_exceeded";
          case QUOTA_EXHAUSTED, COST_LIMIT -> "insufficient_quota";
          case FILTERED -> "content_filter";
          default -> error.kind().label();
        };
    return new ProxyError(status, code, error.reason());
  }

  int status() {
    return status;
  }

  ObjectNode body() {
    ObjectNode body = JsonFiles.MAPPER.createObjectNode();
    body.putObject("error")
        .put("message", getMessage())
        .put("type", status < 500 ? "invalid_request_error" : "server_error")
        .putNull("param")
        .put("code", code);
    return body;
  }
}
