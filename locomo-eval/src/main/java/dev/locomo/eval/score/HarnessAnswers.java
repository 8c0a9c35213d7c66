package dev.locomo.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.DataError;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers in a result file of another harness. Each entry must ask the very question of the data
 * set that it claims to answer; an entry that holds the harness's own error text is an outage, not
 * an answer.
 *
 * @param data whose questions are answered
 * @param file its name, for messages
 * @param harness who wrote it
 */
record HarnessAnswers(Dataset data, String file, Harness harness) {
  /** EverMemOS stores these in place of an answer that it did not get. */
  private static final List<String> OUTAGES =
      List.of("Error: Failed to generate answer", "Error: Answer generation timeout after retries");

  Map<Prediction.Key, StoredAnswer> read(JsonNode root) {
    var answers = new LinkedHashMap<Prediction.Key, StoredAnswer>();
    var used = new HashSet<QuestionId>();
    for (Harness.Entry entry : harness.entries(root)) {
      Question question = question(entry, used);
      used.add(question.id());
      answer(entry).ifPresent(a -> answers.put(new Prediction.Key(question.id(), "free"), a));
    }
    return answers;
  }

  private Optional<StoredAnswer> answer(Harness.Entry entry) {
    if (OUTAGES.contains(entry.answer().asText()) || entry.failed()) {
      return Optional.of(
          new StoredAnswer.Missing(
              new Score.Unscored(
                  Score.Reason.PROVIDER_FAILED, harness.label() + " got no answer")));
    }
    return StoredAnswers.read(
        entry.answer(), MissingNode.getInstance(), problem -> wrong(entry, problem));
  }

  private Question question(Harness.Entry entry, Set<QuestionId> used) {
    List<Question> questions = sample(entry);
    if (entry.index() != null) {
      int index = entry.index();
      if (index >= questions.size() || !questions.get(index).text().equals(entry.question())) {
        throw wrong(entry, "found another question than number " + index + " of " + data.file());
      }
      return questions.get(index);
    }
    // Twelve published questions are asked twice; entries stand in the order of the file.
    return questions.stream()
        .filter(q -> q.text().equals(entry.question()) && !used.contains(q.id()))
        .filter(q -> entry.category().isEmpty() || isOf(q, entry.category()))
        .min(Comparator.comparing(q -> q.unanswerable()))
        .orElseThrow(
            () -> wrong(entry, "found a question that " + data.file() + " does not ask there"));
  }

  private static boolean isOf(Question question, String category) {
    return Integer.toString(question.category().number()).equals(category);
  }

  private List<Question> sample(Harness.Entry entry) {
    var samples = data.samples();
    for (int i = 0; i < samples.size(); i++) {
      if (entry.sample().equals(samples.get(i).id())
          || entry.sample().equals(Integer.toString(i))) {
        return samples.get(i).questions();
      }
    }
    throw wrong(entry, "found conversation " + entry.sample() + ", unknown to " + data.file());
  }

  private DataError wrong(Harness.Entry entry, String problem) {
    return new DataError(file, entry.pointer(), problem);
  }
}
