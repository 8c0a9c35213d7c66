package dev.locomo.rag.passage;

import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.error.DataError;
import dev.locomo.core.text.TurnText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a retriever searches: the three databases of the paper (section 4.1), with the texts of the
 * original {@code task_eval/rag_utils.py}.
 */
public enum Database {
  /** Every turn, with the caption of its picture. */
  DIALOG("dialog") {
    @Override
    Stream<Passage> all(Sample sample) {
      return sample.conversation().sessions().stream()
          .flatMap(s -> s.turns().stream().map(t -> turn(s, t)));
    }
  },
  /** Every fact stated about a speaker. */
  OBSERVATION("observation") {
    @Override
    Stream<Passage> all(Sample sample) {
      return sample.observations().stream().map(o -> observation(sample, o));
    }
  },
  /** The summary of every session. */
  SUMMARY("summary") {
    @Override
    Stream<Passage> all(Sample sample) {
      return sample.sessionSummaries().entrySet().stream()
          .map(e -> summary(sample, e.getKey(), e.getValue()));
    }
  };

  private final String label;

  Database(String label) {
    this.label = label;
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
    List<Passage> passages = all(sample).toList();
    if (passages.isEmpty()) {
      throw new DataError(
          file,
          sample.id(),
          "has no " + label + " passages; expected at least one in every sample searched");
    }
    return passages;
  }

  abstract Stream<Passage> all(Sample sample);

  private static Passage turn(Session session, Turn turn) {
    return new Passage(
        TurnText.quoted(turn), session.dateText(), session.number(), List.of(turn.id().toString()));
  }

  private static Passage observation(Sample sample, Observation fact) {
    return new Passage(fact.text(), date(sample, fact.session()), fact.session(), fact.sources());
  }

  private static Passage summary(Sample sample, int session, String text) {
    return new Passage(text, date(sample, session), session, List.of("S" + session));
  }

  private static String date(Sample sample, int session) {
    return sample.conversation().session(session).map(Session::dateText).orElse("");
  }
}
