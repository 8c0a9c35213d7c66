package dev.locomo.eval.context;

import dev.locomo.core.llm.picture.ShownPicture;
import java.util.List;

/**
 * What a reader is shown.
 *
 * @param text may be empty
 * @param ids source ids of the passages shown, best first; empty for a context that is not made of
 *     passages
 * @param shared whether readers of other questions about the conversation are shown the same
 * @param pictures those that the text names
 */
public record Context(String text, List<String> ids, boolean shared, List<ShownPicture> pictures) {
  /** Nothing. */
  public static final Context NONE = new Context("", List.of());

  public Context {
    ids = List.copyOf(ids);
    pictures = List.copyOf(pictures);
    shared = shared && !text.isEmpty();
  }

  /** For one question alone. */
  public Context(String text, List<String> ids) {
    this(text, ids, false, List.of());
  }
}
