package dev.locomo.eval.task;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.ReferenceRecall;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.metric.text.ReferenceRounding;
import dev.locomo.core.python.PythonNumber;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Entry;
import dev.locomo.eval.protocol.reference.output.ReferenceStatistics;
import dev.locomo.eval.score.StoredAnswer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the original's output file, scored and rounded as it does.
 *
 * @param dataFile the data set's file
 * @param modelKey start of the keys, see {@link ReferenceOutFile#modelKey}
 * @param rag whether the answers come with retrieved ids, which are then stored and their recall
 *     counted
 */
public record OriginalOutput(Path dataFile, String modelKey, boolean rag) {

  /**
   * Adds the answers to a file; what others have in it stays. Questions without an answer are left
   * as they are.
   */
  public ReferenceOutFile add(
      ReferenceOutFile file, List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var entries = new LinkedHashMap<QuestionId, Entry>();
    for (Question question : questions) {
      var answer = answers.get(new Prediction.Key(question.id(), "free"));
      if (answer instanceof StoredAnswer.Given given) {
        entries.put(question.id(), entry(question, given));
      }
    }
    var samples = questions.stream().map(q -> q.id().sample()).collect(Collectors.toSet());
    file.add(dataFile, new ReferenceOutFile.Run(modelKey, samples, entries));
    return file;
  }

  /** A new file with the answers alone: questions without one are not in it. */
  public ReferenceOutFile onlyAnswered(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var file = add(ReferenceOutFile.empty(), questions, answers);
    file.keepOnly(modelKey);
    return file;
  }

  /** What the original prints and stores about a file. */
  public ReferenceStatistics.Result statistics(ReferenceOutFile file) {
    return ReferenceStatistics.of(dataFile, file, modelKey, rag);
  }

  private Entry entry(Question question, StoredAnswer.Given given) {
    List<String> context = given.context() == null ? List.of() : given.context();
    var answered = new Metric.Answered(question, given.text(), rag ? context : null);
    return new Entry(
        given.text(), rag ? context : null, f1(answered), rag ? recall(answered) : null);
  }

  private static @Nullable PythonNumber f1(Metric.Answered answered) {
    return TokenF1.BY_CATEGORY.score(answered) instanceof Score.Scored scored
        ? ReferenceRounding.f1(answered.question().category(), scored.value())
        : null;
  }

  private static @Nullable PythonNumber recall(Metric.Answered answered) {
    return new ReferenceRecall().score(answered) instanceof Score.Scored scored
        ? ReferenceRounding.recall(answered.question(), answered.context(), scored.value())
        : null;
  }
}
