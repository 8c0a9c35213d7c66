package dev.locomo.core.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "[1 2]",
        "{\"a\" 1}",
        "{a: 1}",
        "{\"a\": 1,}",
        "'a'",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"open",
        "\uFEFF1",
        "1 2",
        "tru",
        "INF",
        "\u00a01",
        "[1}"
      })
  void whatPythonRefusesIsRefused(String text) {
    assertThatThrownBy(() -> PythonJson.loads(text))
        .isInstanceOfSatisfying(
            PythonError.class, e -> assertThat(e.type()).isEqualTo("JSONDecodeError"));
  }

  @Test
  void aValueIsReadAndPrintedAsPythonPrintsIt() {
    var value =
        PythonJson.loads(
            " {\"a\": [1, -0, 2.50, 1e5, true, null, NaN, -Infinity], \"b\": {}, \"c\": [], \"a'\":"
                + " \"it's \\ud83d\\ude00 \\\"x\\\"\\n\"} ");
    assertThat(PythonLiteral.str(value))
        .isEqualTo(
            "{'a': [1, 0, 2.5, 100000.0, True, None, nan, -inf], 'b': {}, 'c': [], \"a'\": "
                + "'it\\'s 😀 \"x\"\\n'}");
  }

  @Test
  void theLastOfARepeatedKeyWins() {
    assertThat(PythonLiteral.str(PythonJson.loads("{\"a\": 1, \"b\": 2, \"a\": 3}")))
        .isEqualTo("{'a': 3, 'b': 2}");
  }

  @Test
  void aStringPrintsAsItselfOutsideAList() {
    assertThat(PythonLiteral.str(PythonJson.loads("\"it's\""))).isEqualTo("it's");
    assertThat(PythonLiteral.str(PythonJson.loads("[\"\\u00a0\\u0007é\\ud800\"]")))
        .isEqualTo("['\\xa0\\x07é\\ud800']");
  }

  @Test
  void tooDeepANestingIsAnErrorAndNoCrash() {
    assertThatThrownBy(() -> PythonJson.loads("[".repeat(100_000)))
        .isInstanceOfSatisfying(
            PythonError.class, e -> assertThat(e.type()).isEqualTo("RecursionError"));
  }

  @Test
  void dumpIsPythonsByteForByte() {
    var value =
        PythonJson.loads(
            "{\"s\": \"a/b \\\"q\\\" \\\\ \\n\\r\\t\\f\\b \\u007f \\u0001 é 😀\", \"l\": [1, [],"
                + " {}, {\"x\": 1.0}], \"n\": NaN, \"i\": -Infinity, \"f\": 1e-5, \"t\": true,"
                + " \"z\": null}");
    assertThat(JsonDump.text(value))
        .isEqualTo(
            """
            {
              "s": "a/b \\"q\\" \\\\ \\n\\r\\t\\f\\b \\u007f \\u0001 \\u00e9 \\ud83d\\ude00",
              "l": [
                1,
                [],
                {},
                {
                  "x": 1.0
                }
              ],
              "n": NaN,
              "i": -Infinity,
              "f": 1e-05,
              "t": true,
              "z": null
            }\
            """);
  }
}
