package dev.locomo.gen.dialogue;

import dev.locomo.gen.event.Event;
import java.time.LocalDateTime;
import java.util.List;

/** When a session takes place, and what happened to the two since the one before. */
record Occasion(int number, LocalDateTime time, List<Event> eventsA, List<Event> eventsB) {}
