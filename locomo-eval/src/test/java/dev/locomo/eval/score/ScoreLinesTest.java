package dev.locomo.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreLinesTest {
  private static final String GOOD =
      "{\"question_id\":\"c/0\",\"category\":\"temporal\",\"metric\":\"%s\",\"value\":%s}\n";

  @TempDir private Path folder;

  @Test
  void linesThatScoreWritesAreReadBackLineForLine() throws IOException {
    String text =
        GOOD.formatted("token-f1", "0.25")
            + "{\"question_id\":\"c/1\",\"category\":\"adversarial\",\"metric\":\"token-f1\","
            + "\"unscored\":\"provider-failed\",\"why\":\"gone\"}\n";
    var sheet = new ScoreLines(file(text), Map.of()).read();
    var again = new StringBuilder();
    for (var scores : sheet.metrics()) {
      scores
          .rows()
          .forEach(row -> again.append(ScoreLines.line(scores.metric(), row)).append('\n'));
    }
    assertThat(again.toString()).isEqualTo(text);
    assertThat(sheet.metrics().getFirst().rows())
        .extracting(ItemScore::answered)
        .containsExactly(true, false);
  }

  @Test
  void linesOfTurnsAndSummariesAreReadByTheSameReader() throws IOException {
    String text =
        "{\"turn\":\"s-1/D3:5\",\"metric\":\"bleu-1\",\"value\":0.5}\n"
            + "{\"unit\":\"s-2/Ann\",\"sample\":\"s-2\",\"speaker\":\"Ann\",\"metric\":\"bleu-1\","
            + "\"unscored\":\"not-applicable\",\"why\":\"\"}\n";
    var rows = new ScoreLines(file(text), null).read().metrics().getFirst().rows();
    assertThat(rows).extracting(row -> row.item().key()).containsExactly("s-1/D3:5", "s-2/Ann");
    assertThat(rows).extracting(row -> row.item().cluster()).containsExactly("s-1", "s-2");
    var broken = new ScoreLines(file("{\"metric\":\"bleu-1\",\"value\":0.5}\n"), null);
    assertThatThrownBy(broken::read)
        .isInstanceOf(DataError.class)
        .hasMessageContaining("line 1: no score of a metric and a unit");
  }

  @Test
  void badLinesAreNamedByFileAndLine() throws IOException {
    String good = GOOD.formatted("m", "1");
    refuses(good + good, "line 2: scores c/0 under m again");
    refuses(good + "{\n", "line 2: not valid JSON");
    refuses(GOOD.formatted("m", "\"x\""), "line 1: neither a value nor a known reason");
    refuses(good.replace("temporal", "time"), "line 1: no category");
    refuses(good.replace("c/0", "c"), "line 1: no question_id");
    refuses("", "holds no scores");
  }

  private void refuses(String text, String message) throws IOException {
    var lines = new ScoreLines(file(text), Map.of());
    assertThatThrownBy(lines::read).isInstanceOf(DataError.class).hasMessageContaining(message);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("scores.jsonl"), text);
  }
}
