package dev.locomo.eval.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.retrieval.RetrievalEvaluation.SampleRanking;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import dev.locomo.rag.retrieve.Hit;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rankings and judgements as {@code trec_eval} and ir_measures read them. A question's id is its
 * own, a passage's is {@link Corpus#id}.
 */
public final class TrecFiles {
  private TrecFiles() {}

  /**
   * Writes {@code question Q0 passage rank score tag} lines. Tools sort again by score and then by
   * id, so where two scores are equal as floats the later one is written a bit lower.
   *
   * @param tag name of the run, without white space
   */
  public static void writeRun(Path file, RetrievalEvaluation evaluation, String tag) {
    var lines = new StringBuilder();
    for (SampleRanking ranking : evaluation.rankings()) {
      for (int i = 0; i < ranking.questions().size(); i++) {
        addRun(lines, ranking, i, tag);
      }
    }
    AtomicFile.writeText(file, lines.toString());
  }

  private static void addRun(StringBuilder lines, SampleRanking ranking, int question, String tag) {
    float before = Float.POSITIVE_INFINITY;
    List<Hit> hits = ranking.hits().get(question);
    for (int rank = 1; rank <= hits.size(); rank++) {
      Hit hit = hits.get(rank - 1);
      float score = Math.min((float) hit.score(), Math.nextDown(before));
      before = score;
      lines
          .append(field(ranking.questions().get(question).id()))
          .append(" Q0 ")
          .append(field(ranking.corpus().id(hit.position())))
          .append(' ')
          .append(rank)
          .append(' ')
          .append(score)
          .append(' ')
          .append(field(tag))
          .append('\n');
    }
  }

  /**
   * Writes {@code question 0 passage 1} lines: every passage that covers evidence of the question,
   * malformed evidence read as meant. A question without evidence has no line.
   */
  public static void writeJudgements(Path file, RetrievalEvaluation evaluation) {
    var lines = new StringBuilder();
    for (SampleRanking ranking : evaluation.rankings()) {
      for (Question question : ranking.questions()) {
        addJudgements(lines, ranking.corpus(), question);
      }
    }
    AtomicFile.writeText(file, lines.toString());
  }

  private static void addJudgements(StringBuilder lines, Corpus corpus, Question question) {
    Set<TurnId> evidence = TurnId.namedIn(question.evidence());
    Set<Integer> sessions = evidence.stream().map(TurnId::session).collect(Collectors.toSet());
    for (int i = 0; i < corpus.passages().size(); i++) {
      Passage passage = corpus.passages().get(i);
      boolean relevant =
          corpus.database() == Database.SUMMARY
              ? sessions.contains(passage.session())
              : TurnId.namedIn(passage.sources()).stream().anyMatch(evidence::contains);
      if (relevant) {
        lines.append(field(question.id())).append(" 0 ").append(field(corpus.id(i))).append(" 1\n");
      }
    }
  }

  /** Blanks separate fields, so one inside an id is written {@code %20}, and a percent sign %25. */
  private static String field(Object id) {
    String text = id.toString();
    if (text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      return text;
    }
    var field = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
          if (blank || c == '%') {
            field.append(URLEncoder.encode(Character.toString(c), UTF_8).replace("+", "%20"));
          } else {
            field.appendCodePoint(c);
          }
        });
    return field.toString();
  }
}
