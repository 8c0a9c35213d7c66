package dev.locomo.eval.reproduce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A result we claim, or one that others claim and we aim at: what goes in, what is run, what must
 * come out.
 *
 * @param name unique
 * @param tier what it needs
 * @param about one sentence
 * @param inputs files by the name that the command has for them, checked before anything is run
 * @param answers answers to be made from the input {@code data}, which the command calls {@code
 *     {answers}}
 * @param needs environment variables without which it cannot run
 * @param run the command's arguments; {@code {NAME}} stands for an input, {@code {run}} for the
 *     folder of its run
 * @param expect at least one
 */
public record Reproduction(
    String name,
    Tier tier,
    String about,
    Map<String, Input> inputs,
    Answers answers,
    List<String> needs,
    List<String> run,
    List<Expected> expect) {
  public Reproduction {
    inputs = new LinkedHashMap<>(inputs);
    needs = List.copyOf(needs);
    run = List.copyOf(run);
    expect = List.copyOf(expect);
  }

  /**
   * A file.
   *
   * @param file its name, or a path relative to a folder of inputs
   * @param sha256 64 lower-case hex digits; empty for a folder, which is not checked
   */
  public record Input(String file, String sha256) {}

  /** Answers that need no model. */
  public enum Answers {
    /** The command needs none. */
    NONE,
    /** The gold answer; for an unanswerable question an abstention. */
    GOLD,
    /** An abstention to every question. */
    ABSTAIN
  }
}
