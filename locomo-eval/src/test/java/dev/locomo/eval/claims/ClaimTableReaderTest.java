package dev.locomo.eval.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.error.DataError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "single hop,SINGLE_HOP",
    "Single_Hop,SINGLE_HOP",
    "singleHop QA,SINGLE_HOP",
    "Multi-Hop,MULTI_HOP",
    "open domain,OPEN_DOMAIN",
    "Open-domain knowledge,OPEN_DOMAIN",
    "commonsense,OPEN_DOMAIN",
    "Temporal Reasoning,TEMPORAL",
    "Adversarial,ADVERSARIAL",
    "category 4,SINGLE_HOP",
    "1,MULTI_HOP"
  })
  void labelsAreReadInManySpellings(String label, Category category) {
    assertThat(parse(label + ",50\nOverall score,50").claims().getFirst().category())
        .isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single-hop,1;event order,2;overall,3|line 2: unknown label 'event order'",
        "single-hop,1;multi-hop,n/a;overall,3|line 2: score 'n/a'",
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

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> parse("")).isInstanceOf(DataError.class);
  }

  @Test
  void filesAreUtf8(@TempDir Path folder) throws Exception {
    var file = folder.resolve("t.csv");
    assertThatThrownBy(() -> ClaimTableReader.read(file)).hasMessageContaining("no such file");
    Files.write(file, "overall,1 ±".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ClaimTableReader.read(file)).hasMessageContaining("not UTF-8");
    Files.writeString(file, PLAIN);
    assertThat(ClaimTableReader.read(file)).isEqualTo(parse(PLAIN));
    assertThatThrownBy(() -> ClaimTableReader.read(folder)).isInstanceOf(DataError.class);
  }

  private static ClaimTable parse(String text) {
    return ClaimTableReader.parse("t.csv", text);
  }
}
