package dev.locomo.eval.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client gets.
 *
 * @param status of HTTP
 * @param type of the body
 * @param headers besides those that all have
 */
record Response(int status, String type, String body, Map<String, String> headers) {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String JSON = "application/json";

  static Response html(int status, String page) {
    return new Response(status, HTML, page, Map.of());
  }

  static Response json(int status, JsonNode document) {
    return new Response(status, JSON, document + "\n", Map.of());
  }

  static Response file(String type, String text) {
    return new Response(200, type, text, Map.of("Cache-Control", "max-age=3600"));
  }

  /** Sends the client on to another address of this server. */
  static Response to(String address) {
    return new Response(303, HTML, "", Map.of("Location", address));
  }

  Response with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, type, body, more);
  }
}
