package dev.locomo.gen.plan;

/**
 * What is to be made, and what is made again although it is there.
 *
 * @param persona the two speakers
 * @param events what happens to them
 * @param session the sessions
 * @param summary summaries of the sessions, used by the next ones
 * @param reflection what the speakers understand after a session, used by the next ones
 * @param again which of them are made again
 */
public record Stages(
    boolean persona,
    boolean events,
    boolean session,
    boolean summary,
    boolean reflection,
    Again again) {
  /** The stages whose results in the agents' files are replaced. */
  public record Again(boolean persona, boolean events, boolean session) {
    /** Whether any is. */
    public boolean any() {
      return persona || events || session;
    }
  }
}
