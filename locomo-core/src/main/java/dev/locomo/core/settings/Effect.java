package dev.locomo.core.settings;

/** What a setting changes. */
public enum Effect {
  /** It can change a result: it belongs to what identifies a run. */
  RESULT,
  /** It changes how long a run takes or what it costs, never an answer. */
  SPEED,
  /** It says where something is or goes, or how it is shown. */
  PLACE
}
