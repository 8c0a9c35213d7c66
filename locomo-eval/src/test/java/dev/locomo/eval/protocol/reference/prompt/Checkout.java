package dev.locomo.eval.protocol.reference.prompt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/**
 * The user's checkout of the original project, which is not part of this repository: where {@code
 * LOCOMO_REFERENCE_DIR} points. A test that needs it is skipped, saying so, without it.
 */
public final class Checkout {
  private Checkout() {}

  /** The folder; skips the test when there is none. */
  public static Path folder() {
    String set = System.getenv("LOCOMO_REFERENCE_DIR");
    assumeTrue(set != null, "skipped: needs a checkout of the original (set LOCOMO_REFERENCE_DIR)");
    return Path.of(String.valueOf(set));
  }

  /** Its prompts. */
  public static ReferencePrompts prompts() {
    return PromptImport.fromCheckout(folder());
  }
}
