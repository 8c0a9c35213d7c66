package dev.locomo.rag.causal.jinja;

/** A template that is malformed, uses what is not known here, or refuses what it was given. */
public final class JinjaError extends RuntimeException {
  JinjaError(String message) {
    super(message);
  }
}
