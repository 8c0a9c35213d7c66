package dev.locomo.gen.dialogue;

import dev.locomo.gen.event.Event;
import dev.locomo.gen.event.Span;
import dev.locomo.gen.persona.Persona;
import java.util.List;

/**
 * Who talks, and what happens to them.
 *
 * @param a named first in the data set
 * @param b the other one
 * @param eventsA what happens to a; may be empty
 * @param eventsB what happens to b; may be empty
 * @param span the time it covers
 */
public record Cast(Persona a, Persona b, List<Event> eventsA, List<Event> eventsB, Span span) {
  public Cast {
    eventsA = List.copyOf(eventsA);
    eventsB = List.copyOf(eventsB);
  }
}
