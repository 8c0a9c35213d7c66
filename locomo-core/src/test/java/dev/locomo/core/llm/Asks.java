package dev.locomo.core.llm;

import java.util.List;

/** Requests for tests. */
public final class Asks {
  private Asks() {}

  public static Ask user(String text) {
    return new Ask(
        "m", List.of(new Ask.Message(Ask.Role.USER, text)), null, null, null, null, false, 0);
  }

  /** With every parameter set. */
  public static Ask full(String model) {
    return new Ask(
        model,
        List.of(
            new Ask.Message(Ask.Role.SYSTEM, "Be brief."),
            new Ask.Message(Ask.Role.USER, "When? \u00e9"),
            new Ask.Message(Ask.Role.ASSISTANT, "Who?"),
            new Ask.Message(Ask.Role.USER, "Ann.")),
        0.0,
        0.9,
        32,
        7L,
        true,
        0);
  }
}
