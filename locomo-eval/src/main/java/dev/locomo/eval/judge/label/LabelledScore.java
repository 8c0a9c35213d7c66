package dev.locomo.eval.judge.label;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Score;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.stats.Agreement;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.ClusteredMean;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.JudgeCorrection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A judged score beside what people say of a random sample of the same answers.
 *
 * @param covers what answers, by the name in tables: of LoCoMo categories 1 to 4
 * @param judge share of answers that the judge accepts
 * @param corrected the same, corrected by the labels
 * @param human share of labelled answers that are right
 * @param labels how many answers are labelled
 * @param kappa agreement of judge and people, Cohen's; absent where chance explains it all
 * @param forThreePoints how many labels would bring the corrected score to +-3 points on this run
 */
public record LabelledScore(
    String covers,
    double judge,
    JudgeCorrection corrected,
    ClusteredMean human,
    int labels,
    OptionalDouble kappa,
    int forThreePoints) {
  private static final double LEVEL = 0.95;
  private static final double THREE_POINTS = 0.03;

  /** Of a judge's verdicts; empty when none of the answers it judged is labelled. */
  public static Optional<LabelledScore> of(MetricScores verdicts, HumanLabels labels) {
    var answers = new ArrayList<JudgeCorrection.Answer>();
    var human = new ArrayList<Clustered>();
    var said = new ArrayList<Boolean>();
    var judged = new ArrayList<Boolean>();
    for (ItemScore row : verdicts.rows()) {
      if (row.score() instanceof Score.Scored(double value, _)
          && row.item() instanceof Question question
          && !verdicts.apart().contains(question.category().label())) {
        var label = labels.majority(question.id());
        answers.add(new JudgeCorrection.Answer(question.cluster(), value == 1, label));
        label.ifPresent(right -> {
          human.add(new Clustered(question.cluster(), right ? 1 : 0));
          said.add(right);
          judged.add(value == 1);
        });
      }
    }
    return JudgeCorrection.of(answers)
        .map(corrected ->
            new LabelledScore(
                verdicts.summary().widest().getKey(),
                share(answers.stream().map(JudgeCorrection.Answer::accepted).toList()),
                corrected,
                ClusteredMean.micro(human).orElseThrow(),
                human.size(),
                Agreement.kappa(said, judged),
                JudgeCorrection.labelsFor(answers, THREE_POINTS).orElseThrow()));
  }

  private static double share(List<Boolean> accepted) {
    return accepted.stream().mapToInt(a -> a ? 1 : 0).average().orElse(0);
  }

  /** Adds {@code judge}, {@code corrected}, {@code human} and {@code kappa} to a document. */
  public void describe(ObjectNode into) {
    into.put("judge", judge);
    ObjectNode node = JsonFiles.MAPPER.createObjectNode().put("mean", corrected.estimate());
    ScoreJson.interval(node, corrected.thisRun());
    ScoreJson.interval(node.putObject("conversations"), corrected.conversations().orElse(null));
    node.put("covers", covers).put("labels_for_3_points", forThreePoints);
    into.set("corrected", node);
    ObjectNode people = into.putObject("human").put("labels", labels).put("mean", human.mean());
    ScoreJson.interval(people, human.scoreInterval(LEVEL));
    into.put("kappa", ScoreJson.number(kappa));
  }

  /** For people, one sentence. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s: judge alone %.1f; corrected by %s %.1f (%s for this run%s); the"
            + " labelled answers alone %.1f (%s); kappa of judge and people %s; +-3 points would"
            + " take %s",
        covers,
        100 * judge,
        Printable.counted(labels, "label"),
        100 * corrected.estimate(),
        ends(corrected.thisRun()),
        corrected.conversations().map(i -> ", " + ends(i) + " over conversations").orElse(""),
        100 * human.mean(),
        ends(human.scoreInterval(LEVEL)),
        kappa.isPresent() ? String.format(Locale.ROOT, "%.2f", kappa.getAsDouble()) : "unknown",
        Printable.counted(forThreePoints, "label"));
  }

  private static String ends(Interval interval) {
    return String.format(Locale.ROOT, "%.1f - %.1f", 100 * interval.low(), 100 * interval.high());
  }
}
