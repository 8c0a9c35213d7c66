package dev.locomo.services.rest;

import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.http.Network;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server with who asks it.
 *
 * @param base its address without a slash at the end
 * @param authorization value of the header {@code Authorization}, or null for none
 */
public record RestServer(URI base, @Nullable String authorization) {
  /**
   * Reads where a server is, and from the environment (or {@code .env}) who asks: {@code
   * PREFIX_TOKEN}, or {@code PREFIX_USERNAME} with {@code PREFIX_PASSWORD}.
   *
   * @param what says where the address was typed, for example {@code --metrics-push}
   * @param typed the address
   * @param prefix of the variables
   * @throws UserError when it is no address; it is not repeated, as it may hold a password
   */
  public static RestServer of(
      String what, String typed, String prefix, Map<String, String> environment) {
    URI address;
    try {
      address = new URI(typed.strip().replaceFirst("(?<!/)/+$", ""));
    } catch (URISyntaxException e) {
      throw noAddress(what, prefix);
    }
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!http
        || address.getHost() == null
        || address.getUserInfo() != null
        || address.getQuery() != null) {
      throw noAddress(what, prefix);
    }
    var keys = Keys.read(environment, Path.of(".env"));
    String token = keys.secret(prefix + "_TOKEN").orElse(null);
    String user = keys.secret(prefix + "_USERNAME").orElse(null);
    String authorization = token == null ? null : "Bearer " + token;
    if (authorization == null && user != null) {
      String both = user + ":" + keys.secret(prefix + "_PASSWORD").orElse("");
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      authorization = "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
    return new RestServer(address, authorization);
  }

  private static UserError noAddress(String what, String prefix) {
    return new UserError(
        what + " must be an http or https address without user and query",
        "for example http://HOST:PORT, with %1$s_USERNAME and %1$s_PASSWORD, or %1$s_TOKEN, where it asks for them"
            .formatted(prefix));
  }

  /**
   * A request to it.
   *
   * @param path below its address, beginning with a slash
   */
  public HttpRequest.Builder request(String path) {
    var request = Network.request(URI.create(base + path));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  /** Where it is, without secrets. */
  @Override
  public String toString() {
    return base.toString();
  }
}
