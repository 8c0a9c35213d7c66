package dev.locomo.core.llm;

import dev.locomo.core.error.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is reached: nothing in it changes a reply, except where the request goes.
 *
 * @param baseUrl where the API is, version path included, with a query for every request or
 *     without; null for the provider's own
 * @param keys in order of use; may be empty
 * @param timeout the most a call may take from first to last byte
 */
public record Connection(@Nullable String baseUrl, List<ApiKey> keys, Duration timeout) {
  /** Long prompts to busy providers take a minute or two. */
  public static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Parameters of a query that carry a key. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)&([^=&]*(?:key|token|secret|password|signature)|sig|code|auth)=");

  public Connection {
    keys = List.copyOf(keys);
    if (baseUrl != null) {
      check(baseUrl);
    }
  }

  private static void check(String baseUrl) {
    URI uri;
    try {
      uri = new URI(baseUrl);
    } catch (URISyntaxException e) {
      throw notAnAddress();
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw notAnAddress();
    }
    var secret = SECRET.matcher("&" + Objects.requireNonNullElse(uri.getRawQuery(), ""));
    if (secret.find()) {
      throw new UserError(
          "the base URL has a key in it (" + secret.group(1) + "=...), which runs would record",
          "the key in its variable (docs/providers.md)");
    }
  }

  /** Does not repeat the address: it may hold a password. */
  private static UserError notAnAddress() {
    return new UserError(
        "the base URL is not an http or https address without a user",
        "for example http://localhost:8000/v1");
  }

  /** The provider's own address. */
  public static Connection to(List<ApiKey> keys) {
    return new Connection(null, keys, TIMEOUT);
  }

  /** The same with one key. */
  public Connection with(ApiKey key) {
    return new Connection(baseUrl, List.of(key), timeout);
  }

  /** Where the API is, without a slash at the end; identifies it. */
  public String address(Provider provider) {
    String address = baseUrl == null ? provider.baseUrl() : baseUrl;
    if (address == null) {
      throw new IllegalArgumentException(provider.id() + " is not called over HTTP");
    }
    return address.replaceFirst("(?<!/)/+$", "");
  }

  /** Where the requests for a model go. */
  public Endpoint endpoint(Provider provider, String model) {
    return Endpoint.of(address(provider), model);
  }
}
