package dev.locomo.gen.dialogue;

/**
 * How sessions are held.
 *
 * @param sessions most of them
 * @param maxTurns most turns of a session, at least 2
 * @param eventsPerSession events of a speaker that make a session due
 * @param summary whether sessions are summed up
 * @param reflection whether agents reflect
 * @param seed of all random draws
 * @param conversation its number in the run
 */
public record Plan(
    int sessions,
    int maxTurns,
    int eventsPerSession,
    boolean summary,
    boolean reflection,
    long seed,
    int conversation) {
  Chance chance(int session) {
    return new Chance(seed, conversation + "/D" + session);
  }
}
