package dev.locomo.gen.dialogue;

import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.GenerationPlan;
import dev.locomo.gen.plan.Generator;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.prompt.ConversationFailed;
import dev.locomo.gen.prompt.ConversationModel;
import dev.locomo.gen.sample.GeneratedSample;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Holds the sessions of a conversation one after the other, and keeps what the next ones need. */
public final class SessionGenerator {
  private final ConversationModel model;
  private final GeneratedSample sample;
  private final Means means;
  private final SessionNotes notes;
  private final SessionMemory memory;

  /**
   * What a conversation uses besides the model.
   *
   * @param plan of the run
   * @param tools open during the run
   * @param item the conversation's number and folder
   * @param span the time that is covered
   */
  public record Means(
      GenerationPlan plan, GenerationPlan.Tools tools, Generator.Item item, DateSpan span) {}

  /**
   * Nothing is asked yet.
   *
   * @param sample who talks, and what happens to them
   */
  public SessionGenerator(ConversationModel model, GeneratedSample sample, Means means) {
    var names = new Pair<>(sample.speakers().a().name(), sample.speakers().b().name());
    this.model = model;
    this.sample = sample;
    this.means = means;
    this.notes = new SessionNotes(model, names);
    this.memory = new SessionMemory(names, means.tools().memories());
  }

  /**
   * Holds what is missing.
   *
   * @param before sessions that are there already, from number 1 on; what is missing of them
   *     (facts, insights, summaries) is asked for
   * @param saved told of all sessions after each
   * @return all sessions
   */
  public List<GeneratedSession> hold(
      List<GeneratedSession> before, Consumer<List<GeneratedSession>> saved)
      throws InterruptedException {
    var sessions = new ArrayList<GeneratedSession>();
    for (GeneratedSession session : before) {
      sessions.add(noted(session));
    }
    GenerationLimits limits = means.plan().limits();
    var calendar = new SessionCalendar(means.span(), limits.sessions(), limits.eventsPerSession());
    while (sessions.size() < limits.sessions()) {
      SeededDraws draws = means.plan().draws(means.item().number(), "D" + (sessions.size() + 1));
      var next = calendar.next(memory.last(), sample.events(), draws);
      if (next.isEmpty()) {
        model.counts().add("sessions without events left", limits.sessions() - sessions.size());
        break;
      }
      var during =
          new SessionDialogue.Means(memory, draws, means.tools().pictures(), means.item().folder());
      var dialogue = new SessionDialogue(model, sample, next.get(), during);
      sessions.add(noted(next.get().withTurns(dialogue.hold(limits.maxTurns()))));
      saved.accept(List.copyOf(sessions));
    }
    if (sessions.isEmpty()) {
      throw new ConversationFailed("D1", "there is nothing to talk about");
    }
    return List.copyOf(sessions);
  }

  /** Has noted down what is missing of a session, and adds it to what is remembered. */
  private GeneratedSession noted(GeneratedSession held) throws InterruptedException {
    GeneratedSession before = memory.last();
    GeneratedSession session = held;
    if (session.facts() == null) {
      session = session.withFacts(notes.facts(session));
    }
    if (means.plan().stages().reflection() && session.insightsA() == null) {
      session =
          session.withInsights(
              notes.insights(session, true, before), notes.insights(session, false, before));
    }
    if (means.plan().stages().summary() && session.summaries() == null) {
      session = session.withSummaries(notes.summaries(session, before));
    }
    memory.add(session);
    return session;
  }
}
