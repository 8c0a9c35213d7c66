package dev.locomo.core.dataset.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.DatasetWriter;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TurnText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** A data set in the shape that other programs read, and what that shape has no place for. */
public final class DataConversion {
  private final Dataset data;
  private final List<String> lost = new ArrayList<>();

  private DataConversion(Dataset data) {
    this.data = data;
  }

  /**
   * Writes LoCoMo's shape; {@link dev.locomo.core.dataset.json.DatasetReader} reads the same
   * questions again.
   *
   * @return what programs that know LoCoMo alone do not find there, a sentence each
   */
  public static List<String> locomo(Dataset data, Path file) {
    var conversion = new DataConversion(data);
    AtomicFile.write(file, out -> DatasetWriter.write(data, out));
    BenchmarkProfile profile = data.profile();
    if (!profile.isLocomo()) {
      conversion.lost.add(
          "categories are those of "
              + profile.name()
              + ", by name: programs that expect 1 to 5 do not know them");
    }
    conversion.lose(
        "have a day on which they are asked (question_date)", q -> !q.details().now().isEmpty());
    conversion.lose("have choices (choices)", q -> !q.details().choices().isEmpty());
    conversion.lose("have nuggets (rubric)", q -> !q.details().nuggets().isEmpty());
    conversion.lose(
        "have no answer and no lure, which LoCoMo's category 5 has",
        q -> q.gold() instanceof Gold.Unanswerable u && u.lure() == null);
    return conversion.lost;
  }

  /**
   * Writes {@code corpus.jsonl}, {@code queries.jsonl} and {@code qrels/test.tsv} of BEIR: a
   * document a turn, a query a question.
   *
   * @return what is not in them, a sentence each
   */
  public static List<String> beir(Dataset data, Path folder) {
    var conversion = new DataConversion(data);
    AtomicFile.write(folder.resolve("corpus.jsonl"), conversion::corpus);
    AtomicFile.write(folder.resolve("queries.jsonl"), conversion::queries);
    AtomicFile.write(folder.resolve("qrels").resolve("test.tsv"), conversion::judgements);
    conversion.lost.add(
        "a question searches its own conversation alone; here all are one corpus, and ids begin"
            + " with the conversation's");
    conversion.lose("have no evidence and are no queries", q -> q.evidence().isEmpty());
    conversion.lose("have answers, which are not written", q -> q.gold() instanceof Gold.Answer);
    conversion.lose("have choices, which are not written", q -> !q.details().choices().isEmpty());
    return conversion.lost;
  }

  private void lose(String what, Predicate<Question> which) {
    long count = data.questions().filter(which).count();
    if (count > 0) {
      lost.add(
          String.format(
              Locale.ROOT, "%d of %d questions %s", count, data.questions().count(), what));
    }
  }

  private static void line(OutputStream out, ObjectNode node) throws IOException {
    out.write((node + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void corpus(OutputStream out) throws IOException {
    for (Sample sample : data.samples()) {
      for (var session : sample.conversation().sessions()) {
        for (Turn turn : session.turns()) {
          line(
              out,
              JsonFiles.MAPPER
                  .createObjectNode()
                  .put("_id", Printable.field(sample.id() + "/" + turn.id()))
                  .put("title", session.dateText())
                  .put("text", TurnText.line(turn)));
        }
      }
    }
  }

  private void queries(OutputStream out) throws IOException {
    for (Question question : data.questions().filter(q -> !q.evidence().isEmpty()).toList()) {
      line(
          out,
          JsonFiles.MAPPER
              .createObjectNode()
              .put("_id", Printable.field(question.key()))
              .put("text", question.text()));
    }
  }

  private void judgements(OutputStream out) throws IOException {
    out.write("query-id\tcorpus-id\tscore\n".getBytes(StandardCharsets.UTF_8));
    for (Sample sample : data.samples()) {
      Set<TurnId> turns = sample.conversation().turnsById().keySet();
      for (Question question : sample.questions()) {
        for (TurnId turn : TurnId.namedIn(question.evidence())) {
          if (turns.contains(turn)) {
            String document = Printable.field(sample.id() + "/" + turn);
            String row = Printable.field(question.key()) + "\t" + document + "\t1\n";
            out.write(row.getBytes(StandardCharsets.UTF_8));
          } else {
            lost.add(question.key() + " has evidence that names no turn: " + turn);
          }
        }
      }
    }
  }
}
