package dev.locomo.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.text.TextTable.Column;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersStandRightAndTitlesAtTheBottom() {
    var table = new TextTable(Column.left("sample"), Column.right("date\nkeys"));
    assertThat(table.row("a", 5).rule().row("all", 1234).fit(80))
        .isEqualTo(
            """
                    date
            sample  keys
            ------  ----
            a          5
            ------  ----
            all     1234
            """);
  }

  @Test
  void onlyAWrappedColumnGivesWay() {
    var table = new TextTable(Column.left("id"), Column.wrapped("what"));
    assertThat(table.row("x", "one two three four").fit(14))
        .isEqualTo(
            """
            id  what
            --  ----------
            x   one two
                three four
            """);
  }

  @Test
  void wideCharactersTakeTwoCells() {
    var table = new TextTable(Column.left("name"), Column.right("n"));
    assertThat(table.row("日本", 1).row("é", 2).row("🎉🎉", 3).fit(80))
        .isEqualTo(
            """
            name  n
            ----  -
            日本  1
            é     2
            🎉🎉  3
            """);
  }

  @Test
  void cellsCannotSteerTheTerminal() {
    assertThat(new TextTable(Column.left("t")).row("\u001b[31m\nx").fit(80))
        .endsWith("\\u001b[31m\\nx\n");
  }

  @Test
  void aRowOfTheWrongLengthIsRefused() {
    assertThatThrownBy(() -> new TextTable(Column.left("a")).row(1, 2))
        .hasMessage("2 cells, must be 1, one for each column");
  }
}
