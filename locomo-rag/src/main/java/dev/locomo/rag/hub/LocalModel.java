package dev.locomo.rag.hub;

import java.nio.file.Path;

/**
 * A model on this machine.
 *
 * @param revision the commit it is of, 40 hex digits; empty for a folder of the user's own
 */
public record LocalModel(Path folder, String revision) {
  private static final int SHOWN = 12;

  /** A folder of which nothing more is known. */
  public static LocalModel of(Path folder) {
    return new LocalModel(folder, "");
  }

  /** For ids: {@code @} and the beginning of the revision; empty without one. */
  public String suffix() {
    return revision.isEmpty()
        ? ""
        : "@" + revision.substring(0, Math.min(SHOWN, revision.length()));
  }
}
