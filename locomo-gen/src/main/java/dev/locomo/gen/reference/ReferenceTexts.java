package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.python.PythonJson;
import java.util.function.UnaryOperator;

/**
 * The imported texts of the original.
 *
 * @param byKey a text by its key, such as {@code gen.CASUAL_DIALOG_PROMPT}
 */
record ReferenceTexts(UnaryOperator<String> byKey) {
  String of(String key) {
    return byKey.apply(key);
  }

  /** Python's {@code text % arguments} with nothing but {@code %s}. */
  String percent(String key, String... arguments) {
    String template = byKey.apply(key);
    var out = new StringBuilder(template.length() + 1024);
    int from = 0;
    for (String argument : arguments) {
      int slot = template.indexOf("%s", from);
      out.append(template, from, slot).append(argument);
      from = slot + 2;
    }
    return out.append(template, from, template.length()).toString();
  }

  /** A file of examples. */
  JsonNode examples(String file) {
    return PythonJson.loads(byKey.apply("examples." + file));
  }
}
