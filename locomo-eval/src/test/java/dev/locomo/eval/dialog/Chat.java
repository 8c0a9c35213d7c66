package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Three short sessions with observations and summaries of each. */
final class Chat {
  static final Session FIRST =
      session(
          1,
          turn(1, 1, "Ann", "Have you walked the dog?", null),
          turn(1, 2, "Ben", "Yes, Comet ran along the river.", null),
          turn(1, 3, "Ann", "I bought a blue boat.", "a blue boat"));

  static final Session SECOND =
      session(
          2,
          turn(2, 1, "Ben", "How is the boat?", null),
          turn(2, 2, "Ann", "It leaks, so I am painting it.", "a boat being painted"));

  static final Session THIRD =
      session(
          3,
          turn(3, 1, "Ann", "Did you walk the dog today?", null),
          turn(3, 2, "Ben", "Comet is ill.", "a dog on a sofa"),
          turn(3, 3, "Ann", "Poor thing.", null));

  static final Sample SAMPLE = sample();

  static final Dataset DATA = new Dataset("chat.json", "", List.of(SAMPLE));

  /** With a second conversation, which shows one picture that the first shows as well. */
  static final List<Sample> TWO =
      List.of(
          SAMPLE,
          new Sample(
              "t",
              new Conversation(
                  "Cem",
                  "Dee",
                  List.of(
                      session(
                          1,
                          turn(1, 1, "Cem", "Look!", "a red car"),
                          turn(1, 2, "Dee", "And this.", "a cake"),
                          turn(1, 3, "Cem", "Up there.", "a hill"),
                          turn(1, 4, "Dee", "A boat.", "a blue boat")))),
              List.of(),
              List.of(),
              new TreeMap<>(),
              List.of()));

  private Chat() {}

  private static Sample sample() {
    var summaries = new TreeMap<Integer, String>();
    summaries.put(1, "Ben walked the dog Comet and Ann bought a boat.");
    summaries.put(2, "Ann paints her boat.");
    summaries.put(3, "The dog Comet is ill.");
    return new Sample(
        "s",
        new Conversation("Ann", "Ben", List.of(FIRST, SECOND, THIRD)),
        List.of(),
        List.of(
            new Observation(1, "Ben", "Ben walks the dog Comet.", List.of("D1:2")),
            new Observation(1, "Ann", "Ann bought a boat.", List.of("D1:3")),
            new Observation(2, "Ann", "Ann paints the boat.", List.of("D2:2")),
            new Observation(3, "Ben", "The dog Comet is ill today.", List.of("D3:2"))),
        summaries,
        List.of());
  }

  private static Session session(int number, Turn... turns) {
    return new Session(number, "9:00 am on " + number + " May, 2023", null, List.of(turns));
  }

  private static Turn turn(
      int session, int turn, String speaker, String text, @Nullable String caption) {
    var image = caption == null ? null : new SharedImage(caption, caption + " photo", List.of());
    return new Turn(new TurnId(session, turn), speaker, text, image);
  }

  /** The turn with this place. */
  static Target target(int session, int turn) {
    var one = List.of(FIRST, SECOND, THIRD).get(session - 1);
    return new Target(SAMPLE, one, one.turns().get(turn - 1));
  }
}
