package dev.locomo.gen.persona;

/**
 * The two who talk.
 *
 * @param a named first in the data set
 * @param b another name than a's
 */
public record Pair(Persona a, Persona b) {}
