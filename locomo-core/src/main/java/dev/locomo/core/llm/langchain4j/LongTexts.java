package dev.locomo.core.llm.langchain4j;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Keeps the long texts of one request out of the library's hands, which makes JSON at 3 ms a
 * conversation: it gets a short stand-in for each, and the finished body gets the texts.
 */
final class LongTexts {
  /** Below it the library's way costs less than a microsecond more. */
  static final int LONG = 2_000;

  /** Different in every process, so that no text can hold it. */
  private static final String MARK = "long-text-" + nonce() + "-";

  /** All stand-ins are of one length. */
  private static final int FIRST = 100_000;

  private final List<String> texts = new ArrayList<>();
  private final Map<String, String> marked = new HashMap<>();

  private static String nonce() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The text itself when it is short, else what stands for it. */
  String standIn(String text) {
    if (text.length() < LONG) {
      return text;
    }
    texts.add(text);
    return MARK + (FIRST + texts.size() - 1);
  }

  /**
   * Stands for a long text.
   *
   * @param member what goes into the JSON object beside it
   */
  String standIn(String text, String member) {
    String standIn = standIn(text);
    marked.put(standIn, member);
    return standIn;
  }

  /**
   * Puts the texts into their places.
   *
   * @param body JSON in which the stand-ins are whole strings
   * @return the same JSON as if the library had been given the texts
   */
  String restored(String body) {
    var whole = new StringBuilder(body.length() + texts.stream().mapToInt(String::length).sum());
    int from = 0;
    for (int at = body.indexOf(MARK); at >= 0; at = body.indexOf(MARK, from)) {
      int digits = at + MARK.length();
      int end = digits + Integer.toString(FIRST).length();
      whole.append(body, from, at);
      String text = texts.get(Integer.parseInt(body.substring(digits, end)) - FIRST);
      JsonStringEncoder.getInstance().quoteAsString(text, whole);
      from = end;
      String member = marked.get(body.substring(at, end));
      if (member != null) {
        whole.append(body.charAt(from++)).append(',').append(member);
      }
    }
    return whole.append(body, from, body.length()).toString();
  }
}
