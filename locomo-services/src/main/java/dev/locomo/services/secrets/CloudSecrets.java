package dev.locomo.services.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.SecretSource;
import dev.locomo.services.cloud.CloudRequest;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets by their address: {@code SCHEME://PLACE}, with {@code #FIELD} for one member of a secret
 * that is a JSON object.
 */
public final class CloudSecrets implements SecretSource {
  /** What a manager may not have. */
  static final String WANTED = "such secret";

  /** What may stand in an address, so that none of it can change the request. */
  private static final Pattern PLACE =
      Pattern.compile("[\\w.@+=-]+(/[\\w.@+=-]+)*(:[\\w/.@+=-]+)*");

  /** Where a secret is within its manager. */
  record Place(String path, @Nullable String field) {
    /** Parts between slashes; as many as there have to be, or one more. */
    String[] parts(int least, String expected) {
      String[] parts = path.split("/");
      if (parts.length < least || parts.length > least + 1) {
        throw new UserError("it has " + parts.length + " parts", expected);
      }
      return parts;
    }
  }

  @Override
  public boolean knows(String scheme) {
    return Set.of("vault", "gcp-sm", "az-kv", "aws-sm").contains(scheme);
  }

  @Override
  public String read(String address, Map<String, String> environment) throws InterruptedException {
    String[] parts = address.split("://", 2);
    String[] ends = parts[1].split("#", 2);
    if (!PLACE.matcher(ends[0]).matches() || ends[0].contains("..")) {
      throw new UserError("it is no address of a secret", parts[0] + "://NAME, or NAME#FIELD");
    }
    var place = new Place(ends[0], ends.length > 1 ? ends[1] : null);
    return switch (parts[0]) {
      case "vault" -> new Vault(environment).read(place);
      case "gcp-sm" -> field(place, new GoogleSecrets(environment).read(place));
      case "az-kv" -> field(place, new AzureSecrets(environment).read(place));
      default -> field(place, AmazonSecrets.read(place, environment));
    };
  }

  private static String field(Place place, String secret) {
    String field = place.field;
    if (field == null) {
      return secret;
    }
    try {
      return CloudRequest.text(JsonFiles.MAPPER.readTree(secret), field);
    } catch (JsonProcessingException e) {
      // Its message would repeat some of the secret.
      throw new UserError("it is no JSON object with #" + field, "an address without #" + field);
    }
  }
}
