package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.eval.context.Oracle;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of the gold evidence of every question, one line a turn with its date, for judges that
 * are shown it.
 */
public final class EvidenceText {
  private static final String NONE = "(no lines are known)";
  private final Map<QuestionId, String> byQuestion = new HashMap<>();

  /** Of all questions of a data set. */
  public EvidenceText(Dataset data) {
    for (var sample : data.samples()) {
      var oracle = new Oracle(sample);
      sample.questions().forEach(q -> byQuestion.put(q.id(), text(oracle, q)));
    }
  }

  private static String text(Oracle oracle, Question question) {
    return oracle.passages(Probe.of(question)).stream()
        .map(p -> (p.date().isEmpty() ? "" : "[" + p.date() + "] ") + p.text())
        .collect(Collectors.joining("\n"));
  }

  /** Of one question; a note that there is none when its evidence names no turn. */
  public String of(QuestionId question) {
    String text = byQuestion.getOrDefault(question, "");
    return text.isEmpty() ? NONE : text;
  }
}
