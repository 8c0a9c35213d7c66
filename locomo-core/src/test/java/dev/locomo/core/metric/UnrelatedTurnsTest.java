package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.DatasetReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/**
 * Why BLEU over characters and BLEU over words must never stand in one column.
 *
 * <p>Two turns of one conversation that have nothing to do with each other share most of their
 * letters and few of their words: over characters they score about 45 (BLEU-1) and 32 (BLEU-2),
 * over words split at white space about 6, over words without case and punctuation about 9. The
 * paper's table 7 gives 56 to 59 and 31 to 32 beside a word ROUGE-L of 12: its BLEU counts
 * characters, and a system that says anything at all starts near 45 on that scale.
 */
class UnrelatedTurnsTest {
  private static final int PAIRS = 2000;

  /** Mean in percent over pairs of different turns of the same conversation. */
  private static double mean(ToDoubleBiFunction<String, String> metric, Dataset data) {
    var random = new Random(20261122);
    double sum = 0;
    for (int i = 0; i < PAIRS; i++) {
      List<Turn> turns = data.samples().get(i % data.samples().size()).conversation().turns();
      var pair = new ArrayList<>(turns);
      Turn one = pair.remove(random.nextInt(pair.size()));
      Turn other = pair.get(random.nextInt(pair.size()));
      sum += metric.applyAsDouble(one.text(), other.text());
    }
    return 100 * sum / PAIRS;
  }

  /** BLEU-1 of words split at white space: each word as a character of its own. */
  private static double whiteSpaceBleu(String candidate, String reference) {
    Map<String, Integer> letters = new HashMap<>();
    return Bleu.BLEU_CHAR_1.value(spelled(candidate, letters), spelled(reference, letters));
  }

  private static String spelled(String text, Map<String, Integer> letters) {
    var spelled = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      spelled.appendCodePoint(letters.computeIfAbsent(word, _ -> 0x4e00 + letters.size()));
    }
    return spelled.toString();
  }

  @Test
  void unrelatedPublishedTurnsScoreHighOverCharactersAndLowOverWords() {
    var data = DatasetReader.read(Golden.locomo10());
    assertThat(mean(Bleu.BLEU_CHAR_1::value, data)).isBetween(43.0, 47.0);
    assertThat(mean(Bleu.BLEU_CHAR_2::value, data)).isBetween(30.0, 34.0);
    assertThat(mean(UnrelatedTurnsTest::whiteSpaceBleu, data)).isBetween(5.0, 7.0);
    assertThat(mean(Bleu.BLEU_1::value, data)).isBetween(8.0, 10.0);
    assertThat(mean(Rouge.ROUGE_L::value, data)).isBetween(5.5, 10.0);
  }

  @Test
  void soDoThoseOfTheDemonstration() {
    var data = DatasetReader.read(Path.of("../data/locomo-demo.json"));
    double characters = mean(Bleu.BLEU_CHAR_1::value, data);
    double words = mean(Bleu.BLEU_1::value, data);
    assertThat(characters).isBetween(38.0, 52.0);
    assertThat(characters).as("of one and the same pairs").isGreaterThan(4 * words);
  }
}
