package dev.locomo.eval.errata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The questions that files of the public audit (dial481/locomo-audit) are about, which name them by
 * place: {@code locomo_0_qa37}.
 *
 * @param data the data set that was audited
 * @param file for messages
 */
public record AuditQuestions(Dataset data, Path file) {
  private static final Pattern ID = Pattern.compile("locomo_(\\d{1,4})_qa(\\d{1,6})");

  /**
   * The question that an entry with {@code question_id} and {@code question} is about.
   *
   * @param pointer to the entry in its file
   * @throws DataError when the data has no such question there
   */
  public Question of(String pointer, JsonNode entry) {
    var id = ID.matcher(entry.path("question_id").asText());
    if (id.matches()) {
      int sample = Integer.parseInt(id.group(1));
      int index = Integer.parseInt(id.group(2));
      var questions =
          sample < data.samples().size()
              ? data.samples().get(sample).questions()
              : List.<Question>of();
      if (index < questions.size()
          && questions.get(index).text().equals(entry.path("question").asText())) {
        return questions.get(index);
      }
    }
    throw new DataError(
        file.toString(),
        pointer + "/question_id",
        "found " + entry.path("question_id") + ", which is not that question in " + data.file());
  }
}
