package dev.locomo.core.keys;

import java.util.Map;

/** A manager of secrets; found by {@link java.util.ServiceLoader} when one is asked for. */
public interface SecretSource {
  /** Whether it reads addresses of this scheme, for example {@code vault}. */
  boolean knows(String scheme);

  /**
   * Reads a secret.
   *
   * @param address with its scheme
   * @param environment where the manager is, and who asks
   * @throws dev.locomo.core.error.UserError when the address, or who asks, is not as it should be,
   *     or there is no such secret
   * @throws dev.locomo.core.llm.ProviderError when the manager refuses or cannot be reached
   */
  String read(String address, Map<String, String> environment) throws InterruptedException;
}
