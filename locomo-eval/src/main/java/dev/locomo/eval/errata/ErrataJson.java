package dev.locomo.eval.errata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.errata.Correction.Action;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.Summary;
import java.util.List;

/** Scores under a corrected key as JSON; {@code docs/json.md} describes the shape. */
public final class ErrataJson {
  private ErrataJson() {}

  /**
   * What {@code score --errata --json} adds under {@code errata}; a ceiling only where a metric
   * looks at answers.
   *
   * @param summaries under the corrected key, one a metric
   * @param questions as the original key has them
   */
  public static ObjectNode document(
      CorrectedKey key, List<Summary> summaries, List<Question> questions) {
    var errata = key.errata();
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("name", errata.name()).put("version", errata.version());
    root.put("source", errata.source());
    for (Action action : Action.values()) {
      root.put(action.label(), errata.count(action));
    }
    ObjectNode metrics = root.putObject("metrics");
    summaries.forEach(s -> metrics.set(s.metric(), ScoreJson.summary(s)));
    var ofAnswers = summaries.stream().map(Summary::metric).filter(Metrics::ofAnswers).toList();
    ofAnswers.forEach(root.putArray("ceiling_of")::add);
    if (ofAnswers.isEmpty()) {
      return root;
    }
    ObjectNode ceiling = root.putObject("ceiling");
    for (var total : summaries.getFirst().grouping().totals().reversed()) {
      var some = questions.stream().filter(q -> total.has(q.category().label()));
      ceiling.set(total.member(), ceiling(key.ceiling(some)));
    }
    ObjectNode categories = ceiling.putObject("by_category");
    for (Category category :
        questions.stream().map(Question::category).distinct().sorted().toList()) {
      var of = key.ceiling(questions.stream().filter(q -> q.category().equals(category)));
      if (of.asked() > 0) {
        categories.set(category.label(), ceiling(of));
      }
    }
    return root;
  }

  private static ObjectNode ceiling(CorrectedKey.Ceiling ceiling) {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("asked", ceiling.asked())
        .put("broken", ceiling.broken())
        .put("ceiling", ScoreJson.number(ceiling.share()));
  }
}
