package dev.locomo.rag.passage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One entry of a retrieval database.
 *
 * @param text what is shown to a reader, without its date
 * @param date date of its session as written; empty when the file has none
 * @param session number of its session
 * @param sources ids as written in the data: turn ids, one string of which may hold several joined
 *     by commas, or {@code S3} for the summary of session 3; at least one
 * @param speaker who says it, or whom it is about; empty when that is nobody, or several
 * @param asks whether it is a turn that ends in a question
 */
public record Passage(
    String text, String date, int session, List<String> sources, String speaker, boolean asks) {
  public Passage {
    sources = List.copyOf(sources);
  }

  /** A passage of nobody in particular. */
  public Passage(String text, String date, int session, List<String> sources) {
    this(text, date, session, sources, "", false);
  }

  /**
   * The ids it covers, one by one, in the order written: a source that holds several is split at
   * its commas. This is the id list that recall compares with the gold evidence.
   */
  public List<String> ids() {
    return sources.stream().flatMap(Passage::split).toList();
  }

  private static Stream<String> split(String source) {
    return source.contains(",")
        ? Arrays.stream(source.split(",", -1)).map(String::strip)
        : Stream.of(source);
  }
}
