package dev.locomo.eval.protocol.reference.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonText;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * How far into a conversation its turns end, in code points, and where evidence lies by that.
 * Evidence is read as the original reads it: of malformed strings some are misread and the rest
 * counts for nothing.
 */
final class TurnPositions {
  private static final int LAST_SESSION = 49;
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\p{Nd}+(_\\p{Nd}+)*+");

  private final Map<String, Integer> ends = new HashMap<>();

  /**
   * @param conversation raw JSON of the data file
   */
  TurnPositions(JsonNode conversation) {
    int end = 0;
    for (int i = 1; i <= LAST_SESSION; i++) {
      for (var turn : conversation.path("session_" + i)) {
        end += length(turn);
        ends.put(turn.path("dia_id").asText(), end);
      }
    }
  }

  private static int length(JsonNode turn) {
    String text = turn.path("speaker").asText() + ": " + turn.path("text").asText() + "\n";
    if (!turn.path("img_file").isEmpty()) {
      text += "[shares " + turn.path("blip_caption").asText() + "]\n";
    }
    return text.codePointCount(0, text.length());
  }

  /**
   * The end of the earliest turn of the earliest session.
   *
   * @throws PythonError when the evidence is malformed or names no turn
   */
  int first(List<String> evidence) {
    return extreme(evidence, BinaryOperator.minBy(Comparator.naturalOrder()));
  }

  /**
   * The end of the latest turn of the latest session.
   *
   * @throws PythonError when the evidence is malformed or names no turn
   */
  int last(List<String> evidence) {
    return extreme(evidence, BinaryOperator.maxBy(Comparator.naturalOrder()));
  }

  private int extreme(List<String> evidence, BinaryOperator<BigInteger> choose) {
    var given = evidence.stream().filter(e -> !e.isEmpty()).toList();
    var session = given.stream().map(TurnPositions::session).reduce(choose).orElseThrow(this::none);
    var turn =
        given.stream()
            .filter(e -> session(e).equals(session))
            .map(e -> integer(PythonText.split(e, ':').getLast()))
            .reduce(choose)
            .orElseThrow(this::none);
    Integer end = ends.get("D" + session + ":" + turn);
    if (end == null) {
      throw new PythonError("KeyError", "D" + session + ":" + turn);
    }
    return end;
  }

  private PythonError none() {
    return new PythonError("ValueError", "no evidence");
  }

  private static BigInteger session(String evidence) {
    String first = PythonText.split(evidence, ':').getFirst();
    return integer(first.isEmpty() ? first : first.substring(first.offsetByCodePoints(0, 1)));
  }

  private static BigInteger integer(String text) {
    String stripped = PythonText.strip(text);
    if (!INTEGER.matcher(stripped).matches()) {
      throw new PythonError("ValueError", "no integer: " + text);
    }
    return new BigInteger(stripped.replace("_", ""));
  }
}
