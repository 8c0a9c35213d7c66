package dev.locomo.core.llm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the requests for one model go, and how they carry the key.
 *
 * <p>Azure wants a version at the end of every address ({@code ?api-version=...}), mostly the
 * deployment in its path, and the key in a header of its own; a gateway before it wants the same.
 * Source: Azure OpenAI in Azure AI Foundry Models, REST API reference, 2025.
 *
 * @param address the API, version path included, without query and without a slash at the end
 * @param query what stands at the end of every address; empty for nothing
 * @param azure whether it is Azure's, or speaks like it
 */
public record Endpoint(String address, String query, boolean azure) {
  private static final Pattern AZURE =
      Pattern.compile(
          ".*\\.((openai|cognitiveservices|services\\.ai)\\.azure\\.(com|us|cn)|azure-api\\.net)");

  /** Azure's tokens of users and machines, which are no keys: JSON Web Tokens. */
  private static final Pattern TOKEN = Pattern.compile("eyJ[^.]*\\.[^.]+\\.[^.]*");

  /**
   * As a base URL says.
   *
   * @param base an address that {@link Connection} takes; one that names the service itself, not
   *     the API, is completed where it is Azure's, and one that ends in {@code /chat/completions}
   *     is cut there
   * @param model for the path of Azure's deployments
   */
  static Endpoint of(String base, String model) {
    int mark = base.indexOf('?');
    String query = mark < 0 ? "" : base.substring(mark + 1);
    String address =
        (mark < 0 ? base : base.substring(0, mark))
            .replaceFirst("(?<!/)/*(/chat/completions/*)?$", "");
    URI uri = URI.create(address);
    boolean versioned = query.toLowerCase(Locale.ROOT).contains("api-version=");
    boolean azure = versioned || AZURE.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
    String path = uri.getRawPath();
    if (azure && (path.isEmpty() || path.endsWith("/openai"))) {
      address += path.isEmpty() ? "/openai" : "";
      address += versioned ? "/deployments/" + model : "/v1";
    }
    return new Endpoint(address, query, azure);
  }

  /**
   * A whole address: the query at the end of it.
   *
   * @param full begins with {@link #address}
   * @throws URISyntaxException when it is no address, because of the model's name in it
   */
  public URI uri(String full) throws URISyntaxException {
    String joint = full.indexOf('?') < 0 ? "?" : "&";
    return new URI(query.isEmpty() ? full : full + joint + query);
  }

  /** The header that carries a key to a server that speaks like OpenAI's. */
  public Map.Entry<String, String> authorization(String key) {
    return azure && !TOKEN.matcher(key).matches()
        ? Map.entry("api-key", key)
        : Map.entry("Authorization", "Bearer " + key);
  }
}
