package dev.locomo.core.metric.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.PythonText;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every code point against the tables of the original's Python; fails when Java's Unicode grows.
 */
class GoldenUnicodeTest {
  @Test
  void whiteSpaceIsPythons() {
    assertThat(where(PythonText::isSpace)).isEqualTo(table("str_split_separator"));
    assertThat(where(c -> PythonText.strip(text(c)).isEmpty()))
        .isEqualTo(table("str_strip_removes"));
    assertThat(where(c -> PythonText.split(text(c)).isEmpty()))
        .isEqualTo(table("str_split_separator"));
  }

  @Test
  void wordCharactersAreThoseOfTheRegexModule() {
    assertThat(where(PythonText::isWord)).isEqualTo(table("regex_w"));
  }

  @Test
  void anArticleGoesOnlyBetweenNonWordCharacters() {
    var punctuation = props().get("punctuation_removed").asText();
    BitSet before =
        where(c ->
            punctuation.indexOf(c) < 0
                && AnswerNormalizer.normalize(text(c) + "the").endsWith("the"));
    BitSet expected = table("word_char_before_blocks_article");
    expected.clear('_');
    assertThat(before).isEqualTo(expected);
  }

  @Test
  void lowerCaseIsPythonsForEveryCharacter() {
    var lower = props().get("lower");
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      var expected = lower.get(String.format("%X", c));
      assertThat(PythonText.lower(text(c)))
          .as("U+%04X", c)
          .isEqualTo(expected == null ? text(c) : joined(expected));
    }
  }

  @Test
  void sigmaIsFinalWherePythonSaysSo() {
    props()
        .get("final_sigma")
        .properties()
        .forEach(e -> assertThat(PythonText.lower(e.getKey())).isEqualTo(e.getValue().asText()));
  }

  @Test
  void tokensAreMadeOfTheSameCharacters() {
    // Decomposition would turn some characters into two; the tables are about single characters.
    IntPredicate stable = c -> PythonText.nfd(text(c)).equals(text(c));
    BitSet changed = where(stable.negate());
    BitSet runs = where(c -> SimpleTokenizer.tokens(text(c) + text(c)).size() == 1);
    BitSet single = where(c -> !SimpleTokenizer.tokens(text(c)).isEmpty());
    BitSet expectedRuns = table("tokenizer_alnum");
    BitSet expectedSingle = table("tokenizer_nonws");
    for (BitSet set : new BitSet[] {runs, single, expectedRuns, expectedSingle}) {
      set.andNot(changed);
    }
    assertThat(runs).isEqualTo(expectedRuns);
    assertThat(single).isEqualTo(expectedSingle);
  }

  private static JsonNode props() {
    return JsonFiles.read(
        Golden.file("oracle/vectors/metrics_unicode_props.json"), JsonFiles.MAPPER::readTree);
  }

  private static BitSet table(String name) {
    var set = new BitSet();
    for (JsonNode range : props().get(name)) {
      set.set(range.get(0).asInt(), range.get(1).asInt() + 1);
    }
    return set;
  }

  private static BitSet where(IntPredicate predicate) {
    var set = new BitSet();
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(predicate).forEach(set::set);
    return set;
  }

  private static String text(int codePoint) {
    return Character.toString(codePoint);
  }

  private static String joined(JsonNode codePoints) {
    var text = new StringBuilder();
    codePoints.forEach(c -> text.appendCodePoint(Integer.parseInt(c.asText(), 16)));
    return text.toString();
  }
}
