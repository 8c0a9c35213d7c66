package dev.locomo.eval.retrieval;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.task.Selection;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Every selected question looked up in its own conversation.
 *
 * @param rankings by sample, in file order
 */
public record RetrievalEvaluation(List<SampleRanking> rankings) {
  /** Ranks beyond this are not looked at, as is the custom of TREC runs. */
  public static final int DEPTH = 1000;

  public RetrievalEvaluation {
    rankings = List.copyOf(rankings);
  }

  /**
   * What was found in one conversation.
   *
   * @param corpus what was searched
   * @param questions in index order
   * @param hits of each question, best first
   * @param failed questions that could not be looked up, which have no score
   */
  public record SampleRanking(
      Corpus corpus, List<Question> questions, List<List<Hit>> hits, Set<QuestionId> failed) {
    /** The ids that each passage of the corpus covers, joined by commas. */
    private List<String> covered() {
      return corpus.passages().stream().map(p -> String.join(",", p.ids())).toList();
    }
  }

  /**
   * Looks everything up.
   *
   * @param corpora what is searched of each conversation, asked for before it is
   */
  public static RetrievalEvaluation run(
      Dataset data, Selection selection, Function<Sample, Corpus> corpora, RetrievalMethod method) {
    List<Question> selected = selection.of(data);
    var rankings = new ArrayList<SampleRanking>();
    for (Sample sample : data.samples()) {
      var questions = selected.stream().filter(q -> q.id().sample().equals(sample.id())).toList();
      if (!questions.isEmpty()) {
        rankings.add(ranking(corpora.apply(sample), questions, method));
      }
    }
    return new RetrievalEvaluation(rankings);
  }

  private static SampleRanking ranking(
      Corpus corpus, List<Question> questions, RetrievalMethod method) {
    var queries = questions.stream().map(q -> Query.of(Probe.of(q))).toList();
    var hits = method.over(corpus).retrieve(queries, DEPTH);
    return new SampleRanking(corpus.withoutTexts(), questions, hits, Set.of());
  }

  /** One summary a metric. */
  public List<Summary> summaries(List<RankingMetric> metrics) {
    return sheet(metrics).summaries();
  }

  /** Every question under every metric. */
  public ScoreSheet sheet(List<RankingMetric> metrics) {
    return new ScoreSheet(
        metrics.stream().map(metric -> MetricScores.of(metric, rows(metric))).toList());
  }

  private List<ItemScore> rows(RankingMetric metric) {
    var rows = new ArrayList<ItemScore>();
    for (SampleRanking ranking : rankings) {
      List<String> covered = ranking.covered();
      for (int i = 0; i < ranking.questions().size(); i++) {
        var question = ranking.questions().get(i);
        var context =
            ranking.hits().get(i).stream()
                .limit(metric.k())
                .map(h -> covered.get(h.position()))
                .toList();
        var known = ranking.failed().contains(question.id()) ? null : context;
        rows.add(new ItemScore(question, true, metric.score(new Answered(question, "", known))));
      }
    }
    return rows;
  }
}
