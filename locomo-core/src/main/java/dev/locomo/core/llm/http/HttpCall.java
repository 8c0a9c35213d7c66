package dev.locomo.core.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Reply;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A POST of a JSON document.
 *
 * @param address where to
 * @param headers sent as they are; may hold a key
 * @param parts the document as UTF-8 in pieces, which nobody may change
 * @param timeout the most it may take, from the first byte sent to the last byte received
 */
public record HttpCall(
    URI address, Map<String, String> headers, List<byte[]> parts, Duration timeout) {
  private static final List<String> SECRET_HEADERS =
      List.of("authorization", "x-api-key", "x-goog-api-key", "api-key");

  public HttpCall {
    headers = Map.copyOf(headers);
    // Over TLS, Java's client waits for ever for an empty piece to be sent.
    parts = parts.stream().filter(part -> part.length > 0).toList();
  }

  /** Of a document as text. */
  public HttpCall(URI address, Map<String, String> headers, String body, Duration timeout) {
    this(address, headers, List.of(body.getBytes(UTF_8)), timeout);
  }

  /** The document as text. */
  public String body() {
    var whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    return whole.toString(UTF_8);
  }

  /** Sends the document; none when it is empty. */
  BodyPublisher publisher() {
    long length = parts.stream().mapToLong(part -> part.length).sum();
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(parts), length);
  }

  /** Host and port, for messages. */
  String host() {
    return address.getRawAuthority();
  }

  /** The text with every key of this call masked: some servers repeat it in their complaint. */
  String withoutKeys(String text) {
    String clean = text;
    for (var header : headers.entrySet()) {
      if (SECRET_HEADERS.stream().anyMatch(header.getKey()::equalsIgnoreCase)) {
        String secret = header.getValue().replaceFirst("^(Bearer|Basic) +", "");
        clean = secret.isEmpty() ? clean : new ApiKey(secret).hiddenIn(clean);
      }
    }
    return clean;
  }

  /** The reply with every key of this call masked, wherever it repeats one. */
  public Reply withoutKeys(Reply reply) {
    return reply.map(this::withoutKeys);
  }

  /** Without headers and body. */
  @Override
  public String toString() {
    return "POST " + address;
  }
}
