package dev.locomo.gen.dialogue;

import dev.locomo.gen.image.Album;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.prompt.Asker;
import dev.locomo.gen.prompt.NotMade;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the sessions of a conversation one after the other, and keeps what the next ones need. */
public final class Sessions {
  private final Asker asker;
  private final Cast cast;
  private final Plan plan;
  private final Keeping keeping;
  private final Remembered remembered;
  private final Talk.Pictures pictures;

  /**
   * What a conversation uses besides the model.
   *
   * @param memories makes the stores of what agents remember
   * @param album where pictures come from
   * @param folder where the conversation's pictures go
   * @param prefix of the names of its pictures in the album
   */
  public record Means(Memories memories, Album album, Path folder, String prefix) {}

  /** Nothing is asked yet. */
  public Sessions(Asker asker, Cast cast, Plan plan, Means means) {
    this.asker = asker;
    this.cast = cast;
    this.plan = plan;
    this.keeping = new Keeping(asker, cast);
    this.remembered = new Remembered(cast, means.memories());
    this.pictures = new Talk.Pictures(means.album(), means.folder(), means.prefix());
  }

  /**
   * Holds what is missing.
   *
   * @param before sessions that are there already, from number 1 on; what is missing of them
   *     (facts, insights, summaries) is asked for
   * @param saved told of all sessions after each
   * @return all sessions
   */
  public List<Meeting> hold(List<Meeting> before, Consumer<List<Meeting>> saved)
      throws InterruptedException {
    var meetings = new ArrayList<Meeting>();
    for (Meeting meeting : before) {
      meeting.turns().stream()
          .map(Utterance::photo)
          .forEach(
              photo -> Optional.ofNullable(photo).ifPresent(p -> pictures.used().add(p.url())));
      keep(meeting, meetings);
    }
    var calendar = new Calendar(cast.span(), plan.sessions(), plan.eventsPerSession());
    var events = List.of(cast.eventsA(), cast.eventsB());
    while (meetings.size() < plan.sessions()) {
      int number = meetings.size() + 1;
      Chance chance = plan.chance(number);
      var next = calendar.next(number, last(meetings), events, chance);
      if (next.isEmpty()) {
        asker.counts().add("sessions without events left", plan.sessions() - meetings.size());
        break;
      }
      keep(hold(next.get(), chance), meetings);
      saved.accept(List.copyOf(meetings));
    }
    if (meetings.isEmpty()) {
      throw new NotMade("D1", "there is nothing to talk about");
    }
    return List.copyOf(meetings);
  }

  private static @Nullable LocalDateTime last(List<Meeting> meetings) {
    return meetings.isEmpty() ? null : meetings.getLast().time();
  }

  private Meeting hold(Occasion at, Chance chance) throws InterruptedException {
    var talk = new Talk(asker, cast, remembered, at, pictures);
    return Meeting.of(at, talk.hold(plan.maxTurns(), chance));
  }

  /** Completes a session and adds it to what is remembered. */
  private void keep(Meeting held, List<Meeting> meetings) throws InterruptedException {
    Meeting before = remembered.last();
    Meeting meeting = held;
    if (meeting.facts() == null) {
      meeting = meeting.withFacts(keeping.facts(meeting));
    }
    if (plan.reflection() && meeting.insightsA() == null) {
      meeting =
          meeting.withInsights(
              keeping.insights(meeting, true, before == null ? null : before.insightsA()),
              keeping.insights(meeting, false, before == null ? null : before.insightsB()));
    }
    if (plan.summary() && meeting.recap() == null) {
      meeting = meeting.withRecap(keeping.recap(meeting, before == null ? null : before.recap()));
    }
    remembered.add(meeting);
    meetings.add(meeting);
  }
}
