package dev.locomo.eval.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which summaries of events go wrong (Maharana et al., ACL 2024, table 6). */
public enum ErrorClass {
  /** A gold fact that the summary leaves out. */
  MISSING_INFORMATION,
  /** A fact that nobody said. */
  HALLUCINATION,
  /** Something that was said, taken for something else. */
  MISUNDERSTANDING,
  /** A fact of the other speaker. */
  SPEAKER_ATTRIBUTION,
  /** Something that was said but is no event worth a summary. */
  SALIENCY;

  /** The name in files, for example {@code speaker-attribution}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class of this name. */
  public static Optional<ErrorClass> of(String label) {
    return Arrays.stream(values()).filter(e -> e.label().equals(label)).findFirst();
  }
}
