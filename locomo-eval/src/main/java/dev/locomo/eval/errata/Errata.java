package dev.locomo.eval.errata;

import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.errata.Correction.Action;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A named, versioned list of corrections.
 *
 * @param name of the list
 * @param version of the list
 * @param source where the corrections come from
 * @param dataSha256 of the data file they were made for, or null when that is not known
 * @param corrections at most one a question
 */
public record Errata(
    String name,
    String version,
    String source,
    @Nullable String dataSha256,
    List<Correction> corrections) {
  public Errata {
    corrections = List.copyOf(corrections);
  }

  /** The corrections by question. */
  public Map<QuestionId, Correction> byQuestion() {
    return corrections.stream()
        .collect(Collectors.toMap(Correction::question, Function.identity()));
  }

  /** How many of them do this. */
  public int count(Action action) {
    return (int) corrections.stream().filter(c -> c.action() == action).count();
  }

  /** How many of each kind there are, in words. */
  public String counts() {
    return "%s replaced, %s void, %d with other evidence alone"
        .formatted(
            Printable.counted(count(Action.REPLACE), "answer"),
            Printable.counted(count(Action.VOID), "question"),
            count(Action.EVIDENCE));
  }
}
