package dev.locomo.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.error.DataError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON of one stored answer; the same in every form of file. */
final class StoredAnswers {
  private static final int SHOWN = 60;

  private StoredAnswers() {}

  /**
   * An answer from its two values. Numbers become their text, whole ones without a point; null,
   * nothing and NaN are no answer.
   *
   * @param wrong makes the error from what was found and expected
   */
  static Optional<StoredAnswer> read(
      JsonNode prediction, JsonNode context, Function<String, DataError> wrong) {
    if (Node.isAbsent(prediction)) {
      return Optional.empty();
    }
    if (prediction.isContainerNode() || prediction.isBoolean()) {
      throw wrong.apply("found prediction " + shown(prediction) + "; expected a string");
    }
    if (prediction.isFloatingPointNumber() && !Double.isFinite(prediction.doubleValue())) {
      return Optional.empty();
    }
    String text = Node.integer(prediction).orElseGet(prediction::asText);
    return Optional.of(new StoredAnswer.Given(text, context(context, wrong)));
  }

  private static @Nullable List<String> context(
      JsonNode context, Function<String, DataError> wrong) {
    if (Node.isAbsent(context)) {
      return null;
    }
    var ids = new ArrayList<String>();
    for (JsonNode id : context) {
      if (!id.isTextual()) {
        throw wrong.apply("found " + shown(id) + " in the context; expected turn ids, strings");
      }
      ids.add(id.textValue());
    }
    if (!context.isArray()) {
      throw wrong.apply("found context " + shown(context) + "; expected a list of turn ids");
    }
    return ids;
  }

  static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return cut(text);
  }

  static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
