package dev.locomo.core.dataset;

import java.util.List;

/**
 * A fact about a speaker that a session states.
 *
 * @param session number of the session
 * @param speaker whom it is about
 * @param text the fact
 * @param sources turn ids as written: one, or several where the file has a list or a comma-joined
 *     string
 */
public record Observation(int session, String speaker, String text, List<String> sources) {
  public Observation {
    sources = List.copyOf(sources);
  }
}
