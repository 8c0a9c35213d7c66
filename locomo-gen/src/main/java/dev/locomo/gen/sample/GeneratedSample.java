package dev.locomo.gen.sample;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as far as it is made.
 *
 * @param id its sample id
 * @param speakers who talks
 * @param start first day of the time it covers; null when no events were asked for yet
 * @param events what happens to each; empty when not asked for yet
 * @param sessions the sessions so far
 * @param questions proposals, verified or not
 */
public record GeneratedSample(
    String id,
    Pair<Persona> speakers,
    @Nullable LocalDate start,
    Pair<List<LifeEvent>> events,
    List<GeneratedSession> sessions,
    List<QuestionProposal> questions) {
  public GeneratedSample {
    sessions = List.copyOf(sessions);
    questions = List.copyOf(questions);
  }

  /** Two speakers without events and sessions. */
  public static GeneratedSample of(String id, Pair<Persona> speakers) {
    var none = new Pair<List<LifeEvent>>(List.of(), List.of());
    return new GeneratedSample(id, speakers, null, none, List.of(), List.of());
  }

  /** With other events, from a day on. */
  public GeneratedSample with(LocalDate from, Pair<List<LifeEvent>> lives) {
    return new GeneratedSample(id, speakers, from, lives, sessions, questions);
  }

  /** With other sessions. */
  public GeneratedSample with(List<GeneratedSession> held) {
    return new GeneratedSample(id, speakers, start, events, held, questions);
  }

  /** With other questions. */
  public GeneratedSample withQuestions(List<QuestionProposal> proposed) {
    return new GeneratedSample(id, speakers, start, events, sessions, proposed);
  }
}
