package dev.locomo.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatIsPrintedSteersNoTerminalAndKeepsLineEndsTabsAndPairs() {
    var to = new StringWriter();
    var out = Printable.printer(to, false);
    for (String part :
        new String[] {
          "a\tb\r", "\nc\r", "d\u001b[31m\u202e\u009b\n", "\ud83d", "\ude00 e", "\u200d"
        }) {
      out.print(part);
    }
    out.flush();
    String backslash = "\\";
    assertThat(to)
        .hasToString(
            "a\tb\r\nc%1$su000dd%1$su001b[31m%1$su202e%1$su009b\n\ud83d\ude00 e\u200d"
                .formatted(backslash));
  }

  @Test
  void aLongLineIsCutBetweenCharacters() {
    assertThat(Printable.brief("a".repeat(1000))).hasSize(1000);
    assertThat(Printable.brief("a".repeat(999) + "\ud83d\ude00"))
        .isEqualTo("a".repeat(999) + "... (1001 characters)");
  }

  @Test
  void anIdIsOneFieldForWhoeverSplitsALineAndStaysItsOwn() {
    var ids =
        List.of("conv-1/0", "a b", "a%20b", "a\tb", "a\u0085b", "a\u3000b", "a\"b", "a%b", "对话");
    var fields = ids.stream().map(Printable::field).toList();
    assertThat(fields)
        .doesNotHaveDuplicates()
        .contains("conv-1/0", "a%20b", "a%2520b", "a%b", "对话");
    assertThat(fields).allMatch(f -> f.matches("[^\\s\\p{Z}\\p{Cc}\"]+"));
  }

  @Test
  void aCountHasTheNounThatGoesWithIt() {
    assertThat(Printable.counted(1, "label")).isEqualTo("1 label");
    assertThat(Printable.counted(0, "label")).isEqualTo("0 labels");
    assertThat(Printable.counted(2, "summary", "summaries")).isEqualTo("2 summaries");
  }
}
