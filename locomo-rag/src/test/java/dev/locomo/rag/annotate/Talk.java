package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Two short sessions, and replies about them. */
final class Talk {
  static final Session FIRST =
      new Session(
          1,
          "1:56 pm on 8 May, 2023",
          null,
          List.of(
              turn(1, 1, "Ann Lee", "Hey! How are you?", null),
              turn(1, 2, "Ben", "Great! I adopted a greyhound called Comet yesterday.", "a dog"),
              turn(1, 3, "Ann Lee", "Wow. My sister Ida moved to Oslo for a nursing job.", null)));

  static final Session SECOND = new Session(2, "", null, List.of(turn(2, 1, "Ben", "Hi.", null)));

  static final Sample SAMPLE =
      new Sample(
          "s",
          new Conversation(
              "Ann Lee", "Ben", List.of(FIRST, SECOND, new Session(3, "", null, List.of()))),
          List.of(),
          List.of(),
          new TreeMap<>(),
          List.of());

  static final Dataset DATA = new Dataset("talk.json", "", List.of(SAMPLE));

  private Talk() {}

  private static Turn turn(
      int session, int turn, String speaker, String text, @Nullable String caption) {
    var image = caption == null ? null : new SharedImage(caption, null, List.of());
    return new Turn(new TurnId(session, turn), speaker, text, image);
  }

  static Reply reply(String text) {
    return reply(text, Reply.Finish.STOP);
  }

  static Reply reply(String text, Reply.Finish finish) {
    return new Reply(text, finish, 10, 5, "m", null, Duration.ZERO, false);
  }
}
