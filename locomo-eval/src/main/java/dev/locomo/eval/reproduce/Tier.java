package dev.locomo.eval.reproduce;

import java.util.Locale;

/** What a reproduction needs besides its inputs. */
public enum Tier {
  /** Nothing: no model is involved, every machine gives the same figure. */
  EXACT,
  /** Recorded replies; nobody is asked. */
  REPLAYED,
  /** A provider, keys and money; figures move with the models behind the names. */
  LIVE;

  /** The name in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
