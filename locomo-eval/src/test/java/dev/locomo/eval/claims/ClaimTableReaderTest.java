package dev.locomo.eval.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.profile.BenchmarkProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTableReaderTest {
  private static final String PLAIN = "single-hop,67.13\nmulti-hop,51.15\noverall,66.88\n";

  @Test
  void theHeaderMayBeMissing() {
    assertThat(parse("label,score\n" + PLAIN)).isEqualTo(parse(PLAIN));
    assertThat(parse("Category,Accuracy (%)\n" + PLAIN)).isEqualTo(parse(PLAIN));
  }

  @Test
  void aHeaderMayNameColumnsInAnyOrder() {
    assertThat(parse("n,score,label\n841,67.13,single-hop\n282,51.15,multi-hop\n,66.88,overall"))
        .isEqualTo(parse(PLAIN));
  }

  @Test
  void quotesBlanksLineEndsAndTheByteOrderMarkDoNotMatter() {
    assertThat(
            parse("\uFEFF\"single-hop\" , \"67.13\"\r\n\r\nmulti-hop,51.15,,\r\n\"overall\",66.88"))
        .isEqualTo(parse(PLAIN));
  }

  @Test
  void percentSignsAndSpreadsAreReadOver() {
    assertThat(parse("single-hop,67.13%\nmulti-hop,51.15 %\noverall,66.88 ± 0.15"))
        .isEqualTo(parse(PLAIN));
  }

  @Test
  void fractionsBecomePercentages() {
    var table = parse("single-hop,0.6713\nmulti-hop,0.5115\noverall,0.7");
    assertThat(table.claims()).isEqualTo(parse(PLAIN).claims());
    assertThat(table.overall().low()).isEqualByComparingTo("65");
    assertThat(table.overall().high()).isEqualByComparingTo("75");
  }

  @Test
  void aSmallPercentageIsNoFractionWhenAnotherScoreIsAboveOne() {
    assertThat(parse("single-hop,0.9\noverall,1.5").claims().getFirst().score().high())
        .isEqualByComparingTo("0.95");
  }

  @Test
  void fractionsMayStandBesideAPercentage() {
    assertThat(parse("single-hop,0.6713\nmulti-hop,0.5115\noverall,66.88%").claims())
        .isEqualTo(parse(PLAIN).claims());
    assertThat(parse("single-hop,0.67\noverall,0.67%").claims().getFirst().score().high())
        .isEqualByComparingTo("0.675");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"🏆 67.13", "６７.１３", "67.13<sup>a</sup>", "67.13²", "~~60.1~~ 67.13", "67.13[^1]"})
  void marksRoundAScoreAreReadOver(String score) {
    String table = "| Category | Score |\n|---|---|\n| Single-hop<sup>1</sup> | " + score + " |\n";
    assertThat(parse(table + "| 多跳 | 51.15 |\n| 总体 | 66.88 |")).isEqualTo(parse(PLAIN));
  }

  @ParameterizedTest
  @CsvSource({
    "single hop,4",
    "Single_Hop,4",
    "singleHop QA,4",
    "Multi-Hop,1",
    "open domain,3",
    "Open-domain knowledge,3",
    "commonsense,3",
    "Temporal Reasoning,2",
    "Adversarial,5",
    "category 4,4",
    "1,1"
  })
  void labelsAreReadInManySpellings(String label, int category) {
    assertThat(parse(label + ",50\nOverall score,50").claims().getFirst().category().number())
        .isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single-hop,1;event order,2;overall,3|line 2: unknown label 'event order'",
        "single-hop,1;multi-hop,high;overall,3|line 2: score 'high'",
        "single-hop,101;overall,3|line 1: score '101'",
        "single-hop,-1;overall,3|line 1: score '-1'",
        "single-hop,1,2;overall,3|line 1: 3 columns",
        "single-hop;overall,3|line 1: 1 columns",
        "single-hop,1;single hop,2;overall,3|line 2: 'single hop' again, first in line 1",
        "single-hop,1;overall,2;;total,3|line 4: 'total' again, first in line 2",
        "single-hop,1;'overall,3|line 2: a quote that is never closed",
        "single-hop,1|t.csv: no row labelled overall",
        "overall,1|t.csv: no row of a category",
        "label,score|t.csv: no row labelled overall"
      },
      quoteCharacter = '`')
  void aTableThatIsNoneIsRefusedWithItsLine(String rows, String message) {
    assertThatThrownBy(() -> parse(rows.replace(';', '\n').replace('\'', '"')))
        .isInstanceOf(DataError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        Text | before.

        | Category | Score |
        |:---|---:|
        | **Single-Hop** (841) | **67.13** |
        | Multi-Hop (n=282) | 51.15* |

        | Other | 1 |
        |---|---|
        """,
        """
        Category  | Score
        --------- | -----
        Single-Hop | 67.13
        Multi-Hop | 51.15
        """,
        "<table><tr><th>Category<th>J</tr>\n<tr><td><b>Single-Hop</b></td><td>67.13</td></tr>"
            + "<tr><td>Multi-Hop</td><td>51.15&nbsp;&plusmn; 0.3</td></tr></table>",
        "\\begin{tabular}{lc}\n"
            + "Category & J $\\uparrow$ \\\\ \\midrule\n"
            + "Single-Hop & \\textbf{67.13} \\\\\n"
            + "Multi-Hop & $51.15_{\\pm 0.31}$ \\\\",
        "label\tscore\nsingle-hop\t67.13\nmulti-hop\t51.15",
        "label;score\nsingle-hop;67,13\nmulti-hop;51,15 %",
        "            score\nlabel\nsingle-hop  67.13\nmulti-hop   51.15",
        "+------------+-------+\n| label      | score |\n+============+=======+\n"
            + "| single-hop | 67.13 |\n| multi-hop  | 51.15 |\n+------------+-------+",
        "Single-Hop 67.13\nMulti Hop  51.15",
        "- Single-hop: **67.13**\n- Multi-hop: 51.15 ⭐",
        "Method,Single-Hop(%),Multi-Hop (%)\n,67.13,51.15"
      })
  void everyFormThatPeoplePublishIsRead(String text) {
    assertThat(parse(text).claims()).isEqualTo(parse(PLAIN).claims());
  }

  @Test
  void systemsInRowsAreTablesOfTheirOwn() {
    var tables =
        parseAll(
            """
            | Method | Model | Single Hop F1 | Single Hop J | Overall F1 | Overall J | Tokens |
            |---|---|---|---|---|---|---|
            | Mem0 | small | 38.72 | 67.13 | 40.1 | 66.88 | 7k |
            | Graph | - | 38.09 | 65.71 | 40.0 | 68.44 | 14000 |
            """);
    assertThat(tables)
        .extracting(ClaimTable::name)
        .containsExactly("Mem0 small f1", "Mem0 small j", "Graph f1", "Graph j");
    assertThat(tables.getLast().overall()).hasToString("68.44");
    assertThat(
            ClaimTableReader.parse("t", "m,single-hop,overall\nA,1.5,2\nB,3,4", Optional.of("b")))
        .extracting(ClaimTable::name)
        .containsExactly("B");
  }

  @Test
  void severalScoreColumnsAreAllReadUnderTheirNames() {
    String text =
        "category,f1,llm_score,count,std\n1,20,30,282,1\n2,40,50,321,2\noverall,30,40,603,3";
    assertThat(parseAll(text)).extracting(ClaimTable::name).containsExactly("f1", "llm_score");
    assertThat(only(ClaimTableReader.parse("t", text, Optional.of("llm_score"))).overall())
        .hasToString("40");
    assertThatThrownBy(() -> ClaimTableReader.parse("t", text, Optional.of("bleu")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("bleu");
  }

  @Test
  void aRowWithoutScoreIsLeftOutWithANote() {
    for (String none : List.of("N/A", "-", "", "—", "nan")) {
      var table =
          parse(
              "label,score\nsingle-hop,67.13\nmulti-hop,51.15\nadversarial,"
                  + none
                  + "\noverall,66.88");
      assertThat(table.claims()).isEqualTo(parse(PLAIN).claims());
      assertThat(only(table.notes()).kind()).isEqualTo(Finding.Kind.LEFT_OUT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "category,score,type\n1,50,single_hop\n2,60,temporal\noverall,55",
        "category,score\n1: single-hop,50\n2: temporal,60\noverall,55",
        "category,score\nsingle-hop (282),50\ntemporal (321),60\noverall,55",
        "category,score,n\nsingle-hop,50,282\ntemporal,60,321\noverall,55,603"
      })
  void labelsThatSayTwoThingsAreAContradiction(String text) {
    assertThat(only(parse(text).notes()).kind()).isEqualTo(Finding.Kind.LABELS_CONTRADICT);
  }

  @Test
  void aNumberOfQuestionsThatIsNoCategorysIsCounted() {
    var table = parse("label,score\nsingle-hop (100),67.13\nmulti-hop,51.15\noverall,66.88");
    assertThat(table.counts()).containsExactly(Map.entry(BenchmarkProfile.LOCOMO.category(4), 100));
    assertThat(only(table.notes()).kind()).isEqualTo(Finding.Kind.OWN_COUNT);
  }

  @Test
  void meansThatPandasPrintsBelowAFrameAreItsOverallScores() {
    var tables =
        parseAll(
            """
            Mean Scores Per Category:
                      bleu_score  llm_score  count        type
            category
            1             0.3045     0.6383    282   multi_hop
            2             0.4582     0.8037    321    temporal

            Overall Mean Scores:
            bleu_score    0.3515
            llm_score     0.7091
            dtype: float64
            """);
    assertThat(tables).extracting(t -> t.overall().toString()).containsExactly("35.15", "70.91");
  }

  @Test
  void rightAnswersOfAllAreAScore() {
    assertThat(parse("single-hop,420/840\nmulti-hop,141/282 (50%)\noverall,50").claims())
        .extracting(c -> c.score().value().stripTrailingZeros().toPlainString())
        .containsExactly("50", "50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"single-hop\": 3}", "[[1, 2]]"})
  void jsonIsCalledWhatItIs(String text) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining("is JSON, expected a table");
  }

  @Test
  void nothingOfAnySizeIsSlow() {
    String million = "9".repeat(900_000);
    for (String text :
        List.of(
            "single-hop," + million,
            million + ",1",
            "single-hop," + million + "/" + million,
            "| " + million + " |\n|---|---|",
            " ".repeat(900_000) + "\n" + " ".repeat(10_000) + "x",
            "|".repeat(900_000),
            "<tr".repeat(300_000),
            "single-hop " + "(".repeat(900_000) + ",1")) {
      assertThatThrownBy(() -> parse(text))
          .isInstanceOf(DataError.class)
          .satisfies(e -> assertThat(e.toString()).hasSizeLessThan(400));
    }
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> parse("")).isInstanceOf(DataError.class);
  }

  @Test
  void filesAreUtf8(@TempDir Path folder) throws Exception {
    var file = folder.resolve("t.csv");
    assertThatThrownBy(() -> ClaimTableReader.read(file, Optional.empty()))
        .hasMessageContaining("no such file");
    Files.write(file, "overall,1 ±".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ClaimTableReader.read(file, Optional.empty()))
        .hasMessageContaining("not UTF-8");
    Files.writeString(file, PLAIN);
    assertThat(ClaimTableReader.read(file, Optional.empty())).containsExactly(parse(PLAIN));
    assertThatThrownBy(() -> ClaimTableReader.read(folder, Optional.empty()))
        .isInstanceOf(DataError.class);
  }

  private static <T> T only(List<T> one) {
    assertThat(one).hasSize(1);
    return one.getFirst();
  }

  private static List<ClaimTable> parseAll(String text) {
    return ClaimTableReader.parse("t.csv", text, Optional.empty());
  }

  private static ClaimTable parse(String text) {
    return only(parseAll(text));
  }
}
