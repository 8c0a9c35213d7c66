package dev.locomo.core.dataset;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One conversation with everything annotated on it.
 *
 * @param id for example {@code conv-26}
 * @param conversation the dialogue
 * @param questions in file order, so that {@code questions.get(i).id().index() == i}
 * @param observations facts, by session then file order; may be empty
 * @param sessionSummaries summary by session number; may be empty
 * @param events gold events by session; may be empty
 */
public record Sample(
    String id,
    Conversation conversation,
    List<Question> questions,
    List<Observation> observations,
    SortedMap<Integer, String> sessionSummaries,
    List<EventSummary> events) {
  public Sample {
    questions = List.copyOf(questions);
    observations = List.copyOf(observations);
    events = List.copyOf(events);
  }

  /**
   * The gold events of one session.
   *
   * @param session number of the session
   * @param date as written, for example {@code 8 May, 2023}; empty when the file has none
   * @param bySpeaker events of each speaker, in file order
   */
  public record EventSummary(int session, String date, Map<String, List<Event>> bySpeaker) {}
}
