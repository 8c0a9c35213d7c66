package dev.locomo.gen.safety;

/**
 * Something a text may not hold.
 *
 * @param kind for the report, for example {@code e-mail address}
 * @param what for the model that is to leave it out
 * @param maskable whether it can be cut out of the text
 */
public record Found(String kind, String what, boolean maskable) {}
