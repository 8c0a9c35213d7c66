package dev.locomo.eval.protocol.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonJson;
import dev.locomo.core.python.PythonLiteral;
import dev.locomo.core.python.PythonText;
import dev.locomo.eval.protocol.reference.ReferenceModel.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the reply to a batch. Three readings are tried for each question, from the object that was
 * asked for down to the raw text; where all fail the original stops.
 *
 * @param family whose rules
 * @param text the reply, already {@link #normalised}
 */
record BatchReply(Family family, String text) {
  /** Reads a raw reply. */
  static BatchReply of(Family family, String reply) {
    return new BatchReply(family, normalised(family, reply));
  }

  private static String normalised(Family family, String reply) {
    String text = reply.replace("\\\"", "'").replace("json", "").replace("`", "");
    text = PythonText.strip(text);
    return PythonText.strip(family == Family.GPT ? text.replace("\\'", "") : text);
  }

  /**
   * The JSON in it, by the family's rules.
   *
   * @throws PythonError when there is none; only a JSONDecodeError is a reason to ask again
   */
  JsonNode parse() {
    return switch (family) {
      case GPT -> PythonJson.loads(swappedQuotes());
      case CLAUDE -> PythonJson.loads(fromFirstBrace());
      case GEMINI -> unwrapped(PythonJson.loads(swappedQuotes()));
      default -> throw new IllegalStateException("local models are not asked in batches");
    };
  }

  private String swappedQuotes() {
    long single = text.chars().filter(c -> c == '\'').count();
    long twice = text.chars().filter(c -> c == '"').count();
    return single > twice ? text.replace("\"", "").replace('\'', '"') : text;
  }

  private String fromFirstBrace() {
    if (PythonText.strip(text).isEmpty()) {
      throw new PythonError("IndexError", "the reply is empty");
    }
    int brace = text.indexOf('{');
    if (brace < 0) {
      throw new PythonError("ValueError", "no { in the reply");
    }
    return PythonText.strip(text.substring(brace));
  }

  private static JsonNode unwrapped(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.properties().forEach(m -> m.setValue(unwrappedMember(m.getValue(), false)));
    } else if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, unwrappedMember(array.get(i), true));
      }
    }
    return value;
  }

  /** A value that is itself an object in a string gives its {@code answer}. */
  private static JsonNode unwrappedMember(JsonNode value, boolean inArray) {
    if (value.isNull() && !inArray) {
      return TextNode.valueOf("");
    }
    if (!value.isTextual()) {
      throw new PythonError("AttributeError", "an answer that is no string: " + value);
    }
    String text = value.textValue();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return value;
    }
    try {
      JsonNode answer = PythonJson.loads(text).get("answer");
      return answer == null ? value : answer;
    } catch (PythonError e) {
      return value;
    }
  }

  /**
   * The predictions.
   *
   * @throws PythonError when the original would stop at one of them
   */
  List<String> predictions(List<Worded> questions) {
    var predictions = new ArrayList<String>();
    for (int k = 0; k < questions.size(); k++) {
      predictions.add(prediction(questions.get(k), k));
    }
    return predictions;
  }

  private String prediction(Worded question, int k) {
    try {
      return byKey(question, k);
    } catch (PythonError e) {
      try {
        return byIndex(question, k);
      } catch (PythonError again) {
        return byLine(question, k);
      }
    }
  }

  private String byKey(Worded question, int k) {
    if (!(parse() instanceof ObjectNode answers)) {
      throw new PythonError("TypeError", "the reply is no object");
    }
    JsonNode answer = answers.get(Integer.toString(k));
    if (answer == null) {
      throw new PythonError("KeyError", "no answer has the key " + k);
    }
    return question.options() == null
        ? withoutLetters(PythonLiteral.str(answer))
        : question.options().chosen(string(answer));
  }

  private String byIndex(Worded question, int k) {
    String answer = string(element(PythonJson.loads(text), k));
    return question.options() == null ? withoutLetters(answer) : question.options().chosen(answer);
  }

  private String byLine(Worded question, int k) {
    if (question.options() != null) {
      return question.options().chosen(text);
    }
    var lines = PythonText.split(text.replace("(a)", "").replace("(b)", ""), '\n');
    if (k >= lines.size()) {
      throw new PythonError("IndexError", "the reply has no line " + k);
    }
    // The original stores what is no string, and stops when it scores it.
    return string(element(PythonJson.loads(lines.get(k)), 0));
  }

  /** {@code value[k]} of a list or a string. */
  private static JsonNode element(JsonNode value, int k) {
    if (value.isTextual()) {
      String text = value.textValue();
      int[] characters = text.codePoints().toArray();
      if (k < characters.length) {
        return TextNode.valueOf(Character.toString(characters[k]));
      }
      throw new PythonError("IndexError", "a string of " + characters.length + " characters");
    }
    if (value.isObject()) {
      throw new PythonError("KeyError", Integer.toString(k));
    }
    if (!value.isArray()) {
      throw new PythonError("TypeError", "neither list nor string");
    }
    if (k >= value.size()) {
      throw new PythonError("IndexError", "a list of " + value.size());
    }
    return value.get(k);
  }

  private static String string(JsonNode value) {
    if (!value.isTextual()) {
      throw new PythonError("AttributeError", "an answer that is no string: " + value);
    }
    return value.textValue();
  }

  private static String withoutLetters(String answer) {
    return PythonText.strip(answer.replace("(a)", "").replace("(b)", ""));
  }
}
