package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * Why BLEU over characters and BLEU over words must never stand in one column: turns that have
 * nothing to do with each other reach 45 by the one and 6 by the other. The paper's table 7 prints
 * 56 beside a word ROUGE-L of 12, so its BLEU counts characters.
 */
class CharacterBleuTest {
  private static final int PAIRS = 2000;
  private static final long SEED = 7;

  @Test
  void unrelatedTurnsAreFarApartByWordsAndCloseByCharacters() {
    var samples = DatasetReader.read(Golden.locomo10()).samples();
    assertThat(mean(samples, Bleu.BLEU_CHAR_1)).isCloseTo(0.45, within(0.02));
    assertThat(mean(samples, Bleu.BLEU_CHAR_2)).isCloseTo(0.32, within(0.02));
    assertThat(mean(samples, Bleu.BLEU_1)).isCloseTo(0.06, within(0.015));
    assertThat(mean(samples, Rouge.ROUGE_L)).isCloseTo(0.07, within(0.02));
  }

  private static double mean(List<Sample> samples, TextMetric metric) {
    var random = new Random(SEED);
    return DoubleStream.generate(
            () -> {
              var turns = texts(samples.get(random.nextInt(samples.size())));
              return metric.value(
                  turns.get(random.nextInt(turns.size())), turns.get(random.nextInt(turns.size())));
            })
        .limit(PAIRS)
        .average()
        .orElseThrow();
  }

  private static List<String> texts(Sample sample) {
    return sample.conversation().sessions().stream()
        .flatMap(session -> session.turns().stream())
        .map(turn -> turn.text())
        .toList();
  }
}
