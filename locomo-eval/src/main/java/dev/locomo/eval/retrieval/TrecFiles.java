package dev.locomo.eval.retrieval;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.retrieval.RetrievalEvaluation.SampleRanking;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Hit;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rankings and judgements as {@code trec_eval} and ir_measures read them. A question's id is its
 * own, a passage's is {@link Corpus#id}.
 */
public final class TrecFiles implements Consumer<SampleRanking>, AutoCloseable {
  private final AtomicFile.@Nullable Part run;
  private final AtomicFile.@Nullable Part judgements;
  private final String tag;

  /**
   * Begins both.
   *
   * @param run gets {@code question Q0 passage rank score tag} lines. Tools sort again by score and
   *     then by id, so where two scores are equal as floats the later one is written a bit lower;
   *     null for none
   * @param judgements gets {@code question 0 passage 1} lines: every passage that covers evidence
   *     of the question, malformed evidence read as meant. A question without evidence has no line;
   *     null for none
   * @param tag name of the run, without white space
   */
  public TrecFiles(@Nullable Path run, @Nullable Path judgements, String tag) {
    this.run = run == null ? null : AtomicFile.part(run);
    this.judgements = judgements == null ? null : AtomicFile.part(judgements);
    this.tag = tag;
  }

  @Override
  public void accept(SampleRanking ranking) {
    var passages = IntStream.range(0, ranking.corpus().passages().size());
    var ids = passages.mapToObj(i -> Printable.field(ranking.corpus().id(i))).toList();
    for (int i = 0; i < ranking.questions().size(); i++) {
      Question question = ranking.questions().get(i);
      if (run != null) {
        run.write(ranked(Printable.field(question.id().toString()), ranking.hits().get(i), ids));
      }
      if (judgements != null) {
        judgements.write(judged(ranking.corpus(), question, ids));
      }
    }
  }

  /** Puts both in their places. */
  public void done() {
    if (run != null) {
      run.done();
    }
    if (judgements != null) {
      judgements.done();
    }
  }

  /** Without {@link #done} there is neither. */
  @Override
  public void close() {
    try (run;
        judgements) {
      // Both are closed here.
    }
  }

  private String ranked(String question, List<Hit> hits, List<String> ids) {
    var lines = new StringBuilder();
    float before = Float.POSITIVE_INFINITY;
    for (int rank = 1; rank <= hits.size(); rank++) {
      Hit hit = hits.get(rank - 1);
      float score = Math.min((float) hit.score(), Math.nextDown(before));
      before = score;
      lines.append(question).append(" Q0 ").append(ids.get(hit.position())).append(' ');
      lines
          .append(rank)
          .append(' ')
          .append(score)
          .append(' ')
          .append(Printable.field(tag))
          .append('\n');
    }
    return lines.toString();
  }

  private static String judged(Corpus corpus, Question question, List<String> ids) {
    var lines = new StringBuilder();
    Set<TurnId> evidence = TurnId.namedIn(question.evidence());
    Set<Integer> sessions = evidence.stream().map(TurnId::session).collect(Collectors.toSet());
    for (int i = 0; i < corpus.passages().size(); i++) {
      Passage passage = corpus.passages().get(i);
      boolean relevant =
          corpus.database() == Database.SUMMARY
              ? sessions.contains(passage.session())
              : TurnId.namedIn(passage.sources()).stream().anyMatch(evidence::contains);
      if (relevant) {
        lines
            .append(Printable.field(question.id().toString()))
            .append(" 0 ")
            .append(ids.get(i))
            .append(" 1\n");
      }
    }
    return lines.toString();
  }
}
