package dev.locomo.eval.protocol.reference.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PythonSourceTest {
  private static String after(String code, String source) {
    return PythonSource.parse(source).literalAfter(code, 0).orElse("nothing");
  }

  @Test
  void quotesOfAllKindsAreRead() {
    assertThat(after("A =", "A = 'it''s \"x\"'")).isEqualTo("its \"x\"");
    assertThat(after("A =", "A = \"\"\"\none \"two\"\r\n  three\n\"\"\"\n"))
        .isEqualTo("\none \"two\"\n  three\n");
    assertThat(after("A =", "A = '''it's'''")).isEqualTo("it's");
    assertThat(after("A =", "A = ''")).isEmpty();
  }

  @Test
  void escapesAreDecodedUnlessTheStringIsRaw() {
    assertThat(after("A =", "A = 'a\\n\\t\\\\\\'\\x41\\u00e9\\U0001F600\\q\\\nb'"))
        .isEqualTo("a\n\t\\'Aé😀\\qb");
    assertThat(after("A =", "A = r'\\n\\''")).isEqualTo("\\n\\'");
  }

  @Test
  void adjacentAndAddedLiteralsAreJoined() {
    assertThat(after("f(", "f('a' \"b\" + 'c' + d)")).isEqualTo("abc");
    assertThat(after("A =", "A = ('a'\n  'b')")).isEqualTo("nothing");
    assertThat(after("A = (", "A = ('a'  # why\n  'b')")).isEqualTo("ab");
    assertThat(after("A =", "A = 'a'\n'no part of it'")).isEqualTo("a");
  }

  @Test
  void formattedStringsBecomeTemplates() {
    assertThat(after("A =", "A = f\"x {a['b']} {{}} {c}\"")).isEqualTo("x {} {{}} {}");
    assertThat(after("A =", "A = '{a}'")).isEqualTo("{a}");
  }

  @Test
  void commentsAreNoCode() {
    assertThat(after("A =", "# A = 'old'\nA = 'new' # A = 'x'")).isEqualTo("new");
  }

  @Test
  void theCodeInFrontTellsTheLiteralsApart() {
    var source = PythonSource.parse("x(q['k'] + 'one')\ny = q [\"k\"] + 'two'\nq['k'] + z");
    assertThat(source.literalAfter("q['k'] +", 0)).contains("one");
    assertThat(source.literalAfter("q['k'] +", 1)).contains("two");
    assertThat(source.literalAfter("q['k'] +", 2)).isEmpty();
  }

  @Test
  void aStringWithoutEndIsAnError() {
    assertThatThrownBy(() -> PythonSource.parse("A = 'a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
