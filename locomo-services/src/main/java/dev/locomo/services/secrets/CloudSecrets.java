package dev.locomo.services.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.SecretSource;
import dev.locomo.services.cloud.CloudRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets by their address: {@code SCHEME://PLACE}, with {@code ?version=VERSION} for another
 * version than the newest, and {@code #FIELD} for one member of a secret that is a JSON object.
 */
public final class CloudSecrets implements SecretSource {
  /** What may stand in an address, so that none of it can change the request. */
  private static final Pattern PLACE =
      Pattern.compile("[\\w.@+=-]+(/[\\w.@+=-]+)*(:[\\w/.@+=-]+)*");

  private static final Pattern VERSION = Pattern.compile("[\\w.-]+");

  private final Duration patience;

  /** With as much patience as a service of a cloud needs; what {@code ServiceLoader} makes. */
  public CloudSecrets() {
    this(CloudRequest.TIMEOUT);
  }

  /**
   * @param patience for one try
   */
  CloudSecrets(Duration patience) {
    this.patience = patience;
  }

  /** Where a secret is within its manager; without a version the newest is meant. */
  record Place(String path, @Nullable String version, @Nullable String field) {
    /** Two parts between a slash. */
    String[] pair(String expected) {
      String[] parts = path.split("/");
      if (parts.length != 2) {
        String has = parts.length == 1 ? "one part" : parts.length + " parts";
        throw new UserError("it has " + has + " instead of two", expected);
      }
      return parts;
    }

    /** What a manager may not have. */
    String wanted() {
      return version == null ? "such secret" : "such secret, or not its version " + version;
    }
  }

  @Override
  public boolean knows(String scheme) {
    return Set.of("vault", "gcp-sm", "az-kv", "aws-sm").contains(scheme);
  }

  @Override
  public String read(String address, Map<String, String> environment) throws InterruptedException {
    String[] parts = address.split("://", 2);
    Place place = place(parts[0], parts[1]);
    return switch (parts[0]) {
      case "vault" -> new Vault(environment, patience).read(place);
      case "gcp-sm" -> field(place, new GoogleSecrets(environment, patience).read(place));
      case "az-kv" -> field(place, new AzureSecrets(environment, patience).read(place));
      default -> field(place, new AmazonSecrets(environment, patience).read(place));
    };
  }

  private static Place place(String scheme, String typed) {
    String[] ends = typed.split("#", 2);
    String[] query = ends[0].split("\\?version=", 2);
    boolean told = query.length > 1;
    if (!PLACE.matcher(query[0]).matches()
        || query[0].contains("..")
        || (told && !VERSION.matcher(query[1]).matches())) {
      throw new UserError(
          "it is no address of a secret", scheme + "://NAME[?version=VERSION][#FIELD]");
    }
    return new Place(query[0], told ? query[1] : null, ends.length > 1 ? ends[1] : null);
  }

  private static String field(Place place, String secret) {
    String field = place.field;
    if (field == null) {
      return secret;
    }
    try {
      return member(JsonFiles.MAPPER.readTree(secret), field);
    } catch (JsonProcessingException e) {
      // Its message would repeat some of the secret.
      throw new UserError("it is no JSON object with #" + field, "an address without #" + field);
    }
  }

  /**
   * A member of a secret.
   *
   * @throws UserError when it has none of this name that is a text; what it has is not shown
   */
  static String member(JsonNode secret, String field) {
    if (!secret.path(field).isTextual()) {
      throw new UserError("it has no text '" + field + "'", "#FIELD, a field that the secret has");
    }
    return secret.path(field).textValue();
  }
}
