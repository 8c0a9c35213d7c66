package dev.locomo.eval.retrieval;

import static java.util.stream.Collectors.groupingBy;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.retrieval.RankingMetric.Covered;
import dev.locomo.eval.retrieval.RankingMetric.Kind;
import dev.locomo.eval.retrieval.RankingMetric.Ranked;
import dev.locomo.eval.retrieval.RetrievalEvaluation.SampleRanking;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.task.Selection;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.retrieve.Hit;
import dev.locomo.rag.retrieve.Query;
import dev.locomo.rag.retrieve.RetrievalMethod;
import dev.locomo.rag.retrieve.Retriever;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rankings of questions as scores. A ranking is scored as it comes and not kept: those of 200,000
 * questions would be 6 GB.
 */
public final class RetrievalEvaluation implements Consumer<SampleRanking> {
  /** Ranks beyond this are not looked at, as is the custom of TREC runs. */
  public static final int DEPTH = 1000;

  private final List<RankingMetric> metrics;
  private final List<List<ItemScore>> rows;

  /**
   * Of no rankings yet.
   *
   * @param metrics what every ranking is scored by
   */
  public RetrievalEvaluation(List<RankingMetric> metrics) {
    this.metrics = List.copyOf(metrics);
    rows = metrics.stream().<List<ItemScore>>map(_ -> new ArrayList<>()).toList();
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
      Corpus corpus, List<Question> questions, List<List<Hit>> hits, Set<QuestionId> failed) {}

  /**
   * How questions are looked up.
   *
   * @param first hits that are needed of each question, at most {@link #DEPTH}; where a few cost
   *     far less, those beyond are asked for only of questions that have no evidence among them
   */
  public record Search(RetrievalMethod method, int first) {}

  /**
   * Looks up every selected question in its own conversation.
   *
   * @param corpora what is searched of each conversation, asked for before it is
   * @param each is given what was found, conversation by conversation in file order
   */
  public static void run(
      List<Selected> selected,
      Function<Sample, Corpus> corpora,
      Search search,
      Consumer<SampleRanking> each) {
    for (Selected one : selected) {
      List<Question> questions = one.questions();
      Corpus corpus = corpora.apply(one.sample());
      var hits = hits(search.method.over(corpus), questions, search.first);
      each.accept(new SampleRanking(corpus, questions, hits, Set.of()));
    }
  }

  private static List<List<Hit>> hits(Retriever retriever, List<Question> questions, int first) {
    var queries = questions.stream().map(q -> Query.of(Probe.of(q))).toList();
    if (!retriever.isCheaperForFew() || first >= DEPTH) {
      return retriever.retrieve(queries, DEPTH);
    }
    var hits = new ArrayList<>(retriever.retrieve(queries, first));
    var open =
        IntStream.range(0, hits.size())
            .filter(i -> isOpen(questions.get(i), hits.get(i)))
            .boxed()
            .toList();
    var more = retriever.retrieve(open.stream().map(queries::get).toList(), DEPTH);
    for (int i = 0; i < open.size(); i++) {
      hits.set(open.get(i), more.get(i));
    }
    return hits;
  }

  /** Whether no evidence is among its hits, by either way to read it. */
  private static boolean isOpen(Question question, List<Hit> hits) {
    var covered = hits.stream().map(hit -> Covered.of(hit.passage().ids())).toList();
    return Stream.of(ScoringRule.values())
        .map(rule -> new RankingMetric(Kind.MRR, DEPTH, rule).score(new Ranked(question, covered)))
        .anyMatch(score -> score instanceof Score.Scored(double value, String _) && value == 0);
  }

  /**
   * A conversation with the questions that are looked up in it.
   *
   * @param questions at least one
   */
  public record Selected(Sample sample, List<Question> questions) {
    /** Those of a data set, in file order; conversations without any are left out. */
    public static List<Selected> of(Dataset data, Selection selection) {
      var ofSample = selection.of(data).stream().collect(groupingBy(q -> q.id().sample()));
      return data.samples().stream()
          .filter(sample -> ofSample.containsKey(sample.id()))
          .map(sample -> new Selected(sample, ofSample.getOrDefault(sample.id(), List.of())))
          .toList();
    }
  }

  @Override
  public void accept(SampleRanking ranking) {
    var covered = ranking.corpus().passages().stream().map(p -> Covered.of(p.ids())).toList();
    for (int i = 0; i < ranking.questions().size(); i++) {
      Question question = ranking.questions().get(i);
      boolean known = !ranking.failed().contains(question.id());
      var context = ranking.hits().get(i).stream().map(h -> covered.get(h.position())).toList();
      var ranked = new Ranked(question, known ? context : null);
      for (int m = 0; m < metrics.size(); m++) {
        rows.get(m).add(new ItemScore(question, true, metrics.get(m).score(ranked)));
      }
    }
  }

  /** Every question under every metric. */
  public ScoreSheet sheet() {
    var scores = new ArrayList<MetricScores>();
    for (int m = 0; m < metrics.size(); m++) {
      scores.add(MetricScores.of(metrics.get(m), rows.get(m)));
    }
    return new ScoreSheet(scores);
  }
}
