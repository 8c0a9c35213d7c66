package dev.locomo.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.predict.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the original's output JSON: an array of {@code {"sample_id", "qa"}} whose items carry
 * {@code KEY_prediction} and perhaps {@code KEY_prediction_context}. Items are matched by index,
 * and their question texts must agree with the data's.
 *
 * @param data whose questions are answered
 * @param file the output JSON
 * @param key the prediction's key, with or without {@code _prediction}; null when the file holds
 *     one model's
 */
record OriginalAnswers(Dataset data, Path file, @Nullable String key) {
  private static final String SUFFIX = "_prediction";

  /** One item and where it stands. */
  private record Item(String pointer, Question question, JsonNode json) {}

  Map<Prediction.Key, StoredAnswer> read() {
    var items = items();
    String wanted = wantedKey(items);
    var answers = new LinkedHashMap<Prediction.Key, StoredAnswer>();
    for (Item item : items) {
      StoredAnswers.read(
              item.json().path(wanted),
              item.json().path(wanted + "_context"),
              problem -> new DataError(file.toString(), item.pointer(), problem))
          .ifPresent(a -> answers.put(new Prediction.Key(item.question().id(), "free"), a));
    }
    return answers;
  }

  private List<Item> items() {
    var items = new ArrayList<Item>();
    DatasetReader.eachSample(file, (index, sample) -> addItems("/" + index, sample, items));
    return items;
  }

  private void addItems(String pointer, JsonNode sample, List<Item> items) {
    String id = sample.path("sample_id").asText();
    List<Question> questions =
        data.samples().stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .map(Sample::questions)
            .orElseThrow(() ->
                new DataError(
                    file.toString(),
                    pointer + "/sample_id",
                    "found \"" + id + "\", which " + data.file() + " does not have"));
    JsonNode qa = sample.path("qa");
    if (!qa.isArray() || qa.size() != questions.size()) {
      throw new DataError(
          file.toString(),
          pointer + "/qa",
          "found %s; expected the %d of %s"
              .formatted(Printable.counted(qa.size(), "question"), questions.size(), data.file()));
    }
    for (int i = 0; i < qa.size(); i++) {
      items.add(item(pointer + "/qa/" + i, questions.get(i), qa.get(i)));
    }
  }

  private Item item(String pointer, Question question, JsonNode json) {
    if (!json.path("question").asText().equals(question.text())) {
      throw new DataError(
          file.toString(),
          pointer + "/question",
          "found another question than " + question.id() + " of " + data.file());
    }
    return new Item(pointer, question, json);
  }

  private String wantedKey(List<Item> items) {
    var keys = new TreeSet<String>();
    items.forEach(item ->
        item.json()
            .fieldNames()
            .forEachRemaining(k -> {
              if (k.endsWith(SUFFIX)) {
                keys.add(k);
              }
            }));
    if (key != null) {
      String whole = key.endsWith(SUFFIX) ? key : key + SUFFIX;
      if (!keys.contains(whole)) {
        throw new UserError(file + " holds no " + whole, "one of " + String.join(", ", keys));
      }
      return whole;
    }
    if (keys.size() != 1) {
      throw keys.isEmpty()
          ? new DataError(file.toString(), "", "found no key that ends in " + SUFFIX)
          : new UserError(
              file + " holds the predictions of several models",
              "--prediction-key with one of " + String.join(", ", keys));
    }
    return keys.first();
  }
}
