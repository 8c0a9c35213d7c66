package dev.locomo.eval.protocol.reference.prompt;

import java.util.LinkedHashMap;

/**
 * Texts of ours under the original's keys, for what does not depend on them: each is its key, and
 * the options of adversarial questions are those that answers are scored by.
 */
public final class InventedPrompts {
  private InventedPrompts() {}

  /** All of them. */
  public static ReferencePrompts all() {
    var texts = new LinkedHashMap<String, String>();
    Catalogue.get().texts().forEach(text -> texts.put(text.key(), text.key() + "\n"));
    texts.put("qa.inline.category5_none", "Not mentioned in the conversation");
    texts.put("qa.hf.inline.category5_none", "No information available");
    return new ReferencePrompts(texts);
  }
}
