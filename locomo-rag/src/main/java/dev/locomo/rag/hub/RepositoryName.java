package dev.locomo.rag.hub;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.WeightsFile;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model on the hub: {@code org/name}, {@code name}, or either with {@code @REVISION}.
 *
 * @param repository for example {@code facebook/contriever}
 * @param revision a branch, tag or commit; {@code main} where none is given
 */
record RepositoryName(String repository, String revision) {
  private static final Pattern NAME =
      Pattern.compile("((?:[\\w.-]+/)?[\\w.-]+)(?:@([\\w./-]+))?", Pattern.UNICODE_CASE);

  static final String MAIN = "main";

  /** The name, when it can be one. */
  static Optional<RepositoryName> of(String text) {
    var parts = NAME.matcher(text);
    if (!parts.matches() || !WeightsFile.isInside(parts.group(1))) {
      return Optional.empty();
    }
    String revision = parts.group(2) == null ? MAIN : parts.group(2);
    return WeightsFile.isInside(revision)
        ? Optional.of(new RepositoryName(parts.group(1), revision))
        : Optional.empty();
  }

  static UserError noSuch(String name, String looked) {
    return new UserError(
        name.isBlank() ? "no model is named" : "no model " + name + ": " + looked,
        "a folder with config.json, or a name such as facebook/contriever");
  }

  /** Its folder below the model folder. */
  String folder() {
    return repository + (revision.equals(MAIN) ? "" : "@" + revision.replace('/', '-'));
  }

  /** The name as it is typed. */
  @Override
  public String toString() {
    return repository + (revision.equals(MAIN) ? "" : "@" + revision);
  }
}
