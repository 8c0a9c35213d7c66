package dev.locomo.core.metric;

import dev.locomo.core.python.PythonText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Recall of the evidence as the original counts it: evidence strings are looked up literally in the
 * context, so that a malformed one ({@code D8:6; D9:17}) is never found; when the first context id
 * starts with {@code S}, session numbers are compared instead.
 *
 * <p><b>Value</b> in [0, 1]. <b>No evidence, or context not known</b>: 1, which inflates the mean;
 * {@link EvidenceRecall} leaves such questions out. <b>Empty context with evidence</b>: no value,
 * the original fails there. <b>Source</b> {@code eval_question_answering} in {@code
 * task_eval/evaluation.py}.
 */
public final class ReferenceRecall implements Metric {
  @Override
  public String id() {
    return "evidence-recall-reference";
  }

  @Override
  public String summary() {
    return "share of the evidence in the context, counted as the original does";
  }

  @Override
  public boolean ofAnswer() {
    return false;
  }

  @Override
  public Score score(Answered answered) {
    var evidence = answered.question().evidence();
    var context = answered.context();
    if (context == null || evidence.isEmpty()) {
      return new Score.Scored(1, "nothing to look up");
    }
    if (context.isEmpty()) {
      return new Score.Unscored(
          Score.Reason.NOT_APPLICABLE, "the original fails on an empty context");
    }
    int found =
        context.getFirst().startsWith("S") ? sessions(evidence, context) : turns(evidence, context);
    return new Score.Scored(
        (double) found / evidence.size(), found + " of " + evidence.size() + " evidence strings");
  }

  private static int turns(List<String> evidence, List<String> context) {
    var shown = new HashSet<>(context);
    return (int) evidence.stream().filter(shown::contains).count();
  }

  private static int sessions(List<String> evidence, List<String> context) {
    Set<String> shown = new HashSet<>();
    context.forEach(id -> shown.add(withoutFirst(id)));
    return (int)
        evidence.stream()
            .map(e -> withoutFirst(PythonText.split(e, ':').getFirst()))
            .filter(shown::contains)
            .count();
  }

  private static String withoutFirst(String id) {
    return id.isEmpty() ? id : id.substring(id.offsetByCodePoints(0, 1));
  }
}
