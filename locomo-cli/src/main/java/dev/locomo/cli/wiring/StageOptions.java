package dev.locomo.cli.wiring;

import dev.locomo.gen.plan.Stages;
import picocli.CommandLine.Option;

/** Which stages of generation run; the original's flags. */
public final class StageOptions {
  @Option(names = "--persona", description = "Make the two speakers, where there are none yet.")
  private boolean persona;

  @Option(
      names = "--events",
      description = "Make the events of both speakers, where there are none yet.")
  private boolean events;

  @Option(names = "--session", description = "Make the sessions that are missing.")
  private boolean session;

  @Option(names = "--summary", description = "Sum up each session, for the next ones and the data.")
  private boolean summary;

  @Option(
      names = "--reflection",
      description = "After each session ask what each speaker understood, for the next ones.")
  private boolean reflection;

  @Option(names = "--overwrite-persona", description = "Make new speakers although there are some.")
  private boolean overwritePersona;

  @Option(names = "--overwrite-events", description = "Make new events although there are some.")
  private boolean overwriteEvents;

  @Option(
      names = "--overwrite-session",
      description = "Make the sessions from --start-session on again.")
  private boolean overwriteSession;

  /** The stages: those named, or all when none of the first three is. */
  public Stages stages() {
    boolean all = !persona && !events && !session;
    return new Stages(
        persona || all,
        events || all,
        session || all,
        summary || all,
        reflection || all,
        new Stages.Again(overwritePersona, overwriteEvents, overwriteSession));
  }
}
