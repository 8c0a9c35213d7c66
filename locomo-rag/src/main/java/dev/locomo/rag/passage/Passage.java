package dev.locomo.rag.passage;

import java.util.List;

/**
 * One entry of a retrieval database.
 *
 * @param text what is shown to a reader, without its date
 * @param date date of its session as written
 * @param session number of its session
 * @param sources ids as written in the data: turn ids, or {@code S3} for the summary of session 3;
 *     at least one
 */
public record Passage(String text, String date, int session, List<String> sources) {
  public Passage {
    sources = List.copyOf(sources);
  }
}
