package dev.locomo.core.keys;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Secrets that managers keep, each asked for once a process. */
final class Secrets {
  private static final Pattern ADDRESS = Pattern.compile("(aws-sm|gcp-sm|az-kv|vault)://.+");
  private static final Map<String, String> LOADED = new ConcurrentHashMap<>();

  /**
   * Managers that this thread waits for: who asks one of them may be kept in another, not in it.
   */
  private static final ThreadLocal<Set<String>> ASKED = ThreadLocal.withInitial(HashSet::new);

  private Secrets() {}

  /** Whether a value says where the secret is instead of being it. */
  static boolean isAddress(String value) {
    return ADDRESS.matcher(value.strip()).matches();
  }

  private static String remedy(ProviderError.Kind kind) {
    return switch (kind) {
      case KEY_REFUSED -> "who asks this manager, and whether they may read the secret";
      case MALFORMED_REPLY -> "the manager's address: what is there does not answer like one";
      case CONNECTION -> "the manager's address, or the same command when it can be reached";
      default -> "the same command later";
    };
  }

  /** All that were loaded so far. */
  static Collection<String> loaded() {
    return List.copyOf(LOADED.values());
  }

  /**
   * The secret at an address.
   *
   * @param variable whose value the address is, for messages
   * @throws UserError when it cannot be had; the message has the address and no secret
   */
  static String of(String variable, String address, Map<String, String> environment) {
    String at = address.strip();
    String known = LOADED.get(at);
    if (known != null) {
      return known;
    }
    String scheme = at.substring(0, at.indexOf(':'));
    if (!ASKED.get().add(scheme)) {
      throw new UserError(
          variable + " names " + at + ", whose manager is just being asked who asks",
          "a key of this manager that it does not keep itself");
    }
    try {
      for (SecretSource source : ServiceLoader.load(SecretSource.class)) {
        if (source.knows(scheme)) {
          String secret = source.read(at, environment).strip();
          if (secret.isEmpty()) {
            throw new UserError("it is empty", "a secret with the key");
          }
          LOADED.put(at, secret);
          return secret;
        }
      }
    } catch (UserError e) {
      throw new UserError(variable + " names " + at + ": " + e.getMessage(), e.remedy(), e);
    } catch (ProviderError e) {
      throw new UserError(variable + " names " + at + ": " + e.reason(), remedy(e.kind()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(variable + " names " + at + ": stopped", "the command again", e);
    } finally {
      ASKED.get().remove(scheme);
    }
    throw new UserError(
        variable + " names " + at + ", which this build cannot read", "the key itself");
  }
}
