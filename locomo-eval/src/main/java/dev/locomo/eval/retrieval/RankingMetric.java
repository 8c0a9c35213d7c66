package dev.locomo.eval.retrieval;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.EvidenceRecall;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.ReferenceRecall;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.ScoringRule;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scores a ranking by the evidence it brings up. The context of an answer is the ranking: one
 * string a passage, best first, the ids it covers joined by commas; session ids ({@code S3}) are
 * compared with the sessions of the evidence.
 *
 * <p><b>Value</b> in [0, 1], higher is better. <b>Empty ranking</b>: 0. <b>No evidence</b>: no
 * value under {@link ScoringRule#LOCOMO}, 1 under {@link ScoringRule#REFERENCE}, which also takes
 * evidence strings literally, so that a malformed one is never found.
 *
 * @param kind what is measured
 * @param k how many passages are looked at; for {@link Kind#MRR} all, whatever it is
 * @param rule how evidence is read and questions without it are counted
 */
public record RankingMetric(Kind kind, int k, ScoringRule rule) implements Metric {
  /** What is measured. */
  public enum Kind {
    /** Share of the evidence among the first k passages; the paper's recall@k. */
    RECALL(RankingMetric.RECALL, "share of the evidence in the first k passages"),
    /** Whether any evidence is among the first k passages; others call it success@k. */
    HIT("hit@", "whether any evidence is in the first k passages"),
    /**
     * Discounted gain (Järvelin and Kekäläinen, 2002): a passage that covers evidence not covered
     * before gains 1, discounted by log2(rank + 1); divided by the gain of the evidence in front.
     * For turns this is trec_eval's ndcg_cut.
     */
    NDCG("ndcg@", "discounted gain of the evidence in the first k passages"),
    /** One over the rank of the first passage with evidence; 0 where none has. */
    MRR("mrr", "one over the rank of the first passage with evidence");

    private final String name;
    private final String summary;

    Kind(String name, String summary) {
      this.name = name;
      this.summary = summary;
    }
  }

  /** Start of the names of metrics of recall. */
  public static final String RECALL = "recall@";

  public RankingMetric {
    if (k < 1) {
      throw new UserError("k is " + k + ", must be at least 1", "for example --top-k 5,10,25,50");
    }
  }

  /** Recall and hits at every k, nDCG at every k, and the reciprocal rank. */
  public static List<RankingMetric> at(List<Integer> ks, ScoringRule rule) {
    var metrics =
        Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.MRR)
            .flatMap(kind -> ks.stream().distinct().map(k -> new RankingMetric(kind, k, rule)))
            .collect(Collectors.toList());
    metrics.add(new RankingMetric(Kind.MRR, Integer.MAX_VALUE, rule));
    return metrics;
  }

  @Override
  public String id() {
    return kind == Kind.MRR ? kind.name : kind.name + k;
  }

  @Override
  public String summary() {
    return kind.summary;
  }

  /**
   * What a passage covers, read once for all questions and metrics.
   *
   * @param ids as they stand in the passage
   * @param turns the ids that {@link TurnId#namedIn} finds in them
   */
  record Covered(List<String> ids, Set<TurnId> turns) {
    static Covered of(List<String> ids) {
      return new Covered(List.copyOf(ids), TurnId.namedIn(ids));
    }

    boolean isSession() {
      return !ids.isEmpty() && ids.getFirst().startsWith("S");
    }
  }

  /** A question with what was found for it, best first; its evidence is read once. */
  static final class Ranked {
    private final Question question;
    private final @Nullable List<Covered> passages;
    private final Set<TurnId> evidence;

    /**
     * @param passages null when the question could not be looked up
     */
    Ranked(Question question, @Nullable List<Covered> passages) {
      this.question = question;
      this.passages = passages;
      evidence = TurnId.namedIn(question.evidence());
    }
  }

  @Override
  public Score score(Answered answered) {
    var context = answered.context();
    var passages =
        context == null
            ? null
            : context.stream().map(p -> Covered.of(List.of(p.split(",", -1)))).toList();
    return score(new Ranked(answered.question(), passages));
  }

  Score score(Ranked ranked) {
    var passages = ranked.passages;
    if (passages == null) {
      return new Score.Unscored(Score.Reason.NOT_APPLICABLE, "the ranking is not known");
    }
    List<Covered> first = passages.subList(0, Math.min(k, passages.size()));
    if (kind == Kind.RECALL) {
      return recall(ranked, first);
    }
    boolean sessions = !passages.isEmpty() && passages.getFirst().isSession();
    Set<?> wanted = wanted(ranked, sessions);
    if (wanted.isEmpty()) {
      return rule == ScoringRule.REFERENCE
          ? new Score.Scored(1, "nothing to look up")
          : new Score.Unscored(Score.Reason.NOT_APPLICABLE, "the question has no evidence");
    }
    return new Score.Scored(value(first, wanted), "");
  }

  /** By the metrics that score the contexts of answers, so that both always agree. */
  private Score recall(Ranked ranked, List<Covered> first) {
    var ids = first.stream().flatMap(passage -> passage.ids.stream()).toList();
    if (rule == ScoringRule.REFERENCE) {
      return new ReferenceRecall().score(new Answered(ranked.question, "", ids));
    }
    var turns = new HashSet<TurnId>();
    first.forEach(passage -> turns.addAll(passage.turns));
    return EvidenceRecall.score(ranked.evidence, turns, ids);
  }

  private double value(List<Covered> first, Set<?> wanted) {
    return switch (kind) {
      case HIT -> Math.min(1, gain(first, wanted, rank -> 1));
      case NDCG -> gain(first, wanted, RankingMetric::discount) / ideal(wanted.size());
      default -> firstRank(first, wanted);
    };
  }

  private double firstRank(List<Covered> first, Set<?> wanted) {
    for (int i = 0; i < first.size(); i++) {
      if (ids(first.get(i)).stream().anyMatch(wanted::contains)) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  private double gain(List<Covered> first, Set<?> wanted, IntToDoubleFunction atRank) {
    var missing = new HashSet<Object>(wanted);
    double gain = 0;
    for (int i = 0; i < first.size() && !missing.isEmpty(); i++) {
      boolean more = false;
      for (Object id : ids(first.get(i))) {
        more |= missing.remove(id);
      }
      gain += more ? atRank.applyAsDouble(i + 1) : 0;
    }
    return gain;
  }

  private double ideal(int wanted) {
    double ideal = 0;
    for (int rank = 1; rank <= Math.min(k, wanted); rank++) {
      ideal += discount(rank);
    }
    return ideal;
  }

  private static double discount(int rank) {
    return StrictMath.log(2) / StrictMath.log(rank + 1);
  }

  /** The ids that a passage can cover, as {@link #ids} spells them. */
  private Set<?> wanted(Ranked ranked, boolean sessions) {
    if (rule == ScoringRule.LOCOMO) {
      return sessions
          ? ranked.evidence.stream().map(turn -> "S" + turn.session()).collect(Collectors.toSet())
          : ranked.evidence;
    }
    return ranked.question.evidence().stream()
        .map(e -> sessions ? "S" + e.split(":", 2)[0].replaceFirst("^.", "") : e)
        .collect(Collectors.toSet());
  }

  private Collection<?> ids(Covered passage) {
    return rule == ScoringRule.REFERENCE || passage.isSession() ? passage.ids : passage.turns;
  }
}
