package dev.locomo.eval.context;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.eval.protocol.Protocol.Asked;
import dev.locomo.eval.protocol.Protocol.Retrieval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A talk of three turns in two sessions. */
final class Talks {
  static final String FIRST = "## Session 1, 8 May\n";
  static final String SECOND = "## Session 2, 9 May\n";
  static final String ONE = "Ann: I am in Oslo.\n";
  static final String TWO = "Ben: Look. [picture: a boat]\n";
  static final String THREE = "Ben: Bye.\n";

  static final Conversation TALK =
      new Conversation(
          "Ann",
          "Ben",
          List.of(
              new Session(
                  1,
                  "8 May",
                  null,
                  List.of(
                      turn(1, 1, "Ann", " I am in Oslo. ", null),
                      turn(1, 2, "Ben", "Look.", "a boat"))),
              new Session(2, "9 May", null, List.of(turn(2, 1, "Ben", "Bye.", null)))));

  static final Probe WHERE =
      new Probe(new QuestionId("s", 0), "Where?", BenchmarkProfile.LOCOMO.category(4), null, null);

  private Talks() {}

  static Asked asked(@Nullable Retrieval retrieval) {
    return new Asked("s", TALK, List.of(WHERE), retrieval);
  }

  private static Turn turn(
      int session, int number, String speaker, String text, @Nullable String caption) {
    var image = caption == null ? null : new SharedImage(caption, null, List.of());
    return new Turn(new TurnId(session, number), speaker, text, image);
  }
}
