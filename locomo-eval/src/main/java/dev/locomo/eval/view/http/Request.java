package dev.locomo.eval.view.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.view.Params;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param method for example {@code GET}
 * @param path its parts, decoded one by one, so that none is more than a name; {@code /} has none
 * @param params of the query; of a form that is sent those in its body
 * @param body what is sent; empty for nothing
 */
record Request(String method, List<String> path, Params params, String body) {
  /**
   * Reads it.
   *
   * @param most bytes of its body
   * @throws UserError when it cannot be one of ours
   */
  static Request of(HttpExchange exchange, int most) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(most + 1);
    if (bytes.length > most) {
      throw new UserError("the body has more than " + most + " bytes", "less at a time");
    }
    var body = new String(bytes, StandardCharsets.UTF_8);
    String raw = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    boolean form = type != null && type.startsWith("application/x-www-form-urlencoded");
    String asked = form ? body : query == null ? "" : query;
    return new Request(exchange.getRequestMethod(), path(raw), params(asked), body);
  }

  /** To look at an address of this server, its path and query. */
  static Request of(String address) {
    String[] parts = address.split("\\?", 2);
    return new Request("GET", path(parts[0]), params(parts.length > 1 ? parts[1] : ""), "");
  }

  private static Params params(String query) {
    try {
      return Params.of(query);
    } catch (IllegalArgumentException e) {
      throw new UserError("the address is no address", "", e);
    }
  }

  private static List<String> path(@Nullable String raw) {
    try {
      var path =
          Arrays.stream((raw == null ? "/" : raw).split("/"))
              .skip(1)
              .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
              .toList();
      if (path.stream().anyMatch(part -> part.matches("\\.{1,2}") || part.contains("\0"))) {
        throw new UserError("the path leads elsewhere", "the address of a page");
      }
      return path;
    } catch (IllegalArgumentException e) {
      throw new UserError("the address is no address", "", e);
    }
  }

  /**
   * The body as a JSON object.
   *
   * @throws UserError when it is none
   */
  JsonNode json() {
    try {
      JsonNode node = JsonFiles.MAPPER.readTree(body);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new UserError("the body is no JSON object", "as /openapi.yaml describes");
  }
}
