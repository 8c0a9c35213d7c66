package dev.locomo.eval.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.run.RecordedSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many calls the forms of adversarial questions make, told before the first one. */
class QaOptionsTest {
  private static String forms(String setting, String value) {
    var recorded = new RecordedSettings("eval-qa", Map.of(setting, List.of(value)));
    var options = new QaOptions(recorded.of(QaOptions.SETTINGS.settings()));
    var data = DatasetReader.read(Path.of("../data/locomo-demo.json"), null);
    return options.forms(data.questions().toList()).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({"repeats, 1, 142 calls for 104 questions", "repeats, 2, 246 calls for 104 questions"})
  void eachOfThemIsAskedInThreeForms(String setting, String value, String said) {
    assertThat(forms(setting, value)).startsWith(said).contains("19 adversarial questions");
  }

  @ParameterizedTest
  @CsvSource({"adversarial, free", "batch-size, 5", "protocol, reference"})
  void whereTheyAreNotOrRequestsHoldSeveralNothingIsTold(String setting, String value) {
    assertThat(forms(setting, value)).isEqualTo("none");
  }
}
