package dev.locomo.core.dataset;

import java.util.List;
import java.util.Map;

/**
 * The gold events of one session.
 *
 * @param session number of the session
 * @param date as written, for example {@code 8 May, 2023}; empty when the file has none
 * @param bySpeaker events of each speaker, in file order
 */
public record EventSummary(int session, String date, Map<String, List<Event>> bySpeaker) {}
