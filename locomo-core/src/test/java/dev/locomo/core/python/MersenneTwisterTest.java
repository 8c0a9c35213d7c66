package dev.locomo.core.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.Golden;
import dev.locomo.core.dataset.json.JsonFiles;
import org.junit.jupiter.api.Test;

class MersenneTwisterTest {
  @Test
  void seedZeroStartsAsInPython() {
    var random = new MersenneTwister(0);
    assertThat(random.random()).isEqualTo(0.8444218515250481);
    assertThat(random.random()).isEqualTo(0.7579544029403025);
    assertThat(random.random()).isEqualTo(0.420571580830845);
  }

  @Test
  void theSignOfASeedDoesNotCount() {
    assertThat(new MersenneTwister(-7).random()).isEqualTo(new MersenneTwister(7).random());
  }

  @Test
  void aSeedOfMoreThan32BitsUsesAllOfThem() {
    assertThat(new MersenneTwister((1L << 40) + 7).random())
        .isEqualTo(0.6137037779936511)
        .isNotEqualTo(new MersenneTwister(7).random());
  }

  @Test
  void drawsArePythons() {
    var seeds =
        JsonFiles.read(
            Golden.file("oracle/vectors/prompts_mt19937_vectors.json"), JsonFiles.MAPPER::readTree);
    for (var seed : seeds.properties()) {
      var random = new MersenneTwister(Long.parseLong(seed.getKey()));
      for (var draw : seed.getValue().get("random")) {
        assertThat(random.random()).isEqualTo(draw.doubleValue());
      }
    }
  }
}
