package dev.locomo.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
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
}
