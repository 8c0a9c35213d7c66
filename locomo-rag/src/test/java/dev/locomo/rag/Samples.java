package dev.locomo.rag;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small conversations to search. */
public final class Samples {
  private Samples() {}

  /** Two sessions, a picture, observations of every spelling, two summaries. */
  public static Sample ofTwoSessions() {
    var summaries = new TreeMap<Integer, String>();
    summaries.put(1, "Ann greets Bob.");
    summaries.put(2, "Bob shows a dog.");
    return new Sample(
        "conv-1",
        new Conversation(
            "Ann",
            "Bob",
            List.of(
                session(1, "9:00 am on 1 May, 2023", turn(1, 1, "Ann", "Hi ", null)),
                session(2, "9:00 am on 8 May, 2023", turn(2, 1, "Bob", "Look!", "a brown dog")))),
        List.of(),
        List.of(
            new Observation(1, "Ann", "Ann says hi.", List.of("D1:1")),
            new Observation(2, "Bob", "Bob has a dog.", List.of("D1:1, D2:1")),
            new Observation(2, "Bob", "Bob is proud.", List.of("D1:1", "D2:1"))),
        summaries,
        List.of());
  }

  /** A dialogue corpus whose turns, all of one session, have these texts. */
  public static Corpus turns(List<String> texts) {
    return new Corpus(
        "data",
        "conv-1",
        Database.DIALOG,
        IntStream.range(0, texts.size())
            .mapToObj(i ->
                new Passage(texts.get(i), "9:00 am on 1 May, 2023", 1, List.of("D1:" + (i + 1))))
            .toList());
  }

  private static Session session(int number, String date, Turn turn) {
    return new Session(number, date, Session.parseTime(date).orElse(null), List.of(turn));
  }

  private static Turn turn(
      int session, int turn, String speaker, String text, @Nullable String caption) {
    return new Turn(
        new TurnId(session, turn),
        speaker,
        text,
        caption == null ? null : new SharedImage(caption, null, List.of()));
  }
}
