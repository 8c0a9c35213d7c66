package dev.locomo.rag.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.error.DataError;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a tokenizer's file may ask of native code, which ends the whole process where a regular
 * expression goes back too often or replaces nothing, and takes what memory a text grows to.
 */
final class TokenizerPatterns {
  private static final int MOST_GROWTH = 10_000;

  private static final Pattern REPEATED = Pattern.compile("[*+]|\\{\\d*+(?:,\\d*+)?}");

  private TokenizerPatterns() {}

  /**
   * Looks at a description of a tokenizer.
   *
   * @throws DataError when it repeats what repeats or has alternatives, refers back, replaces what
   *     can be empty, has no token for what is unknown or for what its template puts round a text,
   *     or lets a text grow to more than 10,000 times its length
   */
  static void check(Path file, JsonNode json) {
    checkUnknown(file, json.path("model"));
    checkTemplates(file, json);
    for (JsonNode map : json.findValues("precompiled_charsmap")) {
      if (!isMap(map.asText())) {
        throw new DataError(file.toString(), "", "its precompiled_charsmap is damaged");
      }
    }
    for (JsonNode regex : json.findValues("Regex")) {
      if (goesBack(regex.asText())) {
        throw wrong(file, "its regular expression may take for ever", regex);
      }
    }
    double growth = 1;
    for (JsonNode one : json.findParents("content")) {
      JsonNode pattern = one.path("pattern");
      if (pattern.isObject()) {
        growth *= Math.max(1, one.get("content").asText().length());
        if (pattern.path("String").asText("x").isEmpty()
            || matchesNothing(pattern.path("Regex").asText("x"))) {
          throw wrong(file, "it replaces what can be empty", pattern);
        }
      }
    }
    for (JsonNode before : json.findValues("prepend")) {
      growth *= Math.max(1, before.asText().length());
    }
    if (growth > MOST_GROWTH) {
      throw new DataError(file.toString(), "", "its normalizers let a text grow without bound");
    }
  }

  /** What a template puts round a text has to be among its own special tokens. */
  private static void checkTemplates(Path file, JsonNode json) {
    for (JsonNode template : json.findParents("special_tokens")) {
      for (JsonNode token : template.findValues("SpecialToken")) {
        if (!template.path("special_tokens").has(token.path("id").asText())) {
          throw wrong(file, "its template has a special token that it does not describe", token);
        }
      }
    }
  }

  /** Else the first word that it does not know is a failure. */
  private static void checkUnknown(Path file, JsonNode model) {
    JsonNode unknown = model.path("unk_token");
    boolean missing =
        switch (model.path("type").asText()) {
          case "WordPiece", "WordLevel" -> !model.path("vocab").has(unknown.asText());
          case "Unigram" ->
              !model.path("unk_id").isInt() && !model.path("byte_fallback").asBoolean();
          default -> false;
        };
    if (missing) {
      throw new DataError(file.toString(), "/model", "has no token for what is unknown to it");
    }
  }

  /** The length of a trie, and a trie of at least one block of 256 numbers. */
  private static boolean isMap(String base64) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(LITTLE_ENDIAN);
      int length = bytes.remaining() < 4 ? -1 : bytes.getInt();
      return base64.isEmpty()
          || (length >= 1024 && length % 1024 == 0 && length <= bytes.remaining());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static DataError wrong(Path file, String problem, JsonNode found) {
    return new DataError(file.toString(), "", problem + ": " + found);
  }

  private static boolean matchesNothing(String regex) {
    try {
      return Pattern.compile(regex).matcher("").find();
    } catch (PatternSyntaxException e) {
      return false; // its syntax is that of another library
    }
  }

  /** Whether a repeated group holds a repetition or alternatives, or anything refers back. */
  private static boolean goesBack(String regex) {
    var repeats = new ArrayDeque<Boolean>();
    repeats.push(false);
    int inBrackets = 0;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
        if (inBrackets == 0 && i < regex.length() && "123456789kg".indexOf(regex.charAt(i)) >= 0) {
          return true;
        }
      } else if (c == '[' || inBrackets > 0) {
        inBrackets += c == '[' ? 1 : c == ']' ? -1 : 0;
      } else if (c == '(') {
        repeats.push(false);
      } else {
        boolean closed = c == ')' && repeats.size() > 1 && repeats.pop();
        int next = c == ')' ? i + 1 : i;
        boolean repeated = REPEATED.matcher(regex).region(next, regex.length()).lookingAt();
        if (closed && repeated) {
          return true;
        }
        if (closed || repeated || c == '|') {
          repeats.pop();
          repeats.push(true);
        }
      }
    }
    return false;
  }
}
