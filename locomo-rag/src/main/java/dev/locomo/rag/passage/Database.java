package dev.locomo.rag.passage;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.error.DataError;
import dev.locomo.core.text.TurnText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a retriever searches: the three databases of the paper (section 4.1), with the texts of the
 * original {@code task_eval/rag_utils.py}.
 */
public enum Database {
  /** Every turn, with the caption of its picture. */
  DIALOG("dialog", Database::turns),
  /** Every fact stated about a speaker. */
  OBSERVATION("observation", Database::observations),
  /** The summary of every session. */
  SUMMARY("summary", Database::summaries);

  private final String label;
  private final Function<Sample, Stream<Passage>> all;

  Database(String label, Function<Sample, Stream<Passage>> all) {
    this.label = label;
    this.all = all;
  }

  /** The name in commands and files, for example {@code dialog}. */
  public String label() {
    return label;
  }

  /** The database of this name, upper or lower case, or empty when there is none. */
  public static Optional<Database> of(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(d -> d.label.equals(wanted)).findFirst();
  }

  /**
   * The passages of a sample, oldest session first, in the order of the file.
   *
   * @param file name of the data file, for the message
   * @throws DataError when the sample has none: its observations or summaries were never made
   */
  public List<Passage> passages(String file, Sample sample) {
    List<Passage> passages = all.apply(sample).toList();
    if (passages.isEmpty()) {
      throw new DataError(
          file,
          sample.id(),
          "has no " + label + " passages; expected at least one in every sample searched");
    }
    return passages;
  }

  private static Stream<Passage> turns(Sample sample) {
    return sample.conversation().sessions().stream()
        .flatMap(s -> s.turns().stream().map(turn -> turn(s, turn)));
  }

  private static Passage turn(Session session, Turn turn) {
    return new Passage(
        TurnText.quoted(turn),
        session.dateText(),
        session.number(),
        List.of(turn.id().toString()),
        turn.speaker(),
        turn.text().strip().endsWith("?"));
  }

  private static Stream<Passage> observations(Sample sample) {
    return sample.observations().stream()
        .map(o ->
            new Passage(
                o.text(), date(sample, o.session()), o.session(), o.sources(), o.speaker(), false));
  }

  private static Stream<Passage> summaries(Sample sample) {
    return sample.sessionSummaries().entrySet().stream()
        .map(e ->
            new Passage(
                e.getValue(), date(sample, e.getKey()), e.getKey(), List.of("S" + e.getKey())));
  }

  private static String date(Sample sample, int session) {
    return sample.conversation().session(session).map(Session::dateText).orElse("");
  }
}
