package dev.locomo.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.JsonLines;
import dev.locomo.eval.stats.PValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two published answer sets, against a calculation from the original code's own F1 values. */
class PublishedAnswersTest {
  private static final String FIRST = "fc_gpt4omini_cot";
  private static final String SECOND = "rag_dialog";

  @Test
  void differenceAndPAgreeWithAnEnumerationOfTheOriginalsScores() {
    var comparison =
        new ComparedRuns(Golden.locomo10(), "token-f1", null)
            .compare(
                List.of(
                    Golden.file("oracle/predictions/" + FIRST + ".jsonl"),
                    Golden.file("oracle/predictions/" + SECOND + ".jsonl")));
    var total =
        comparison.matches().getFirst().single().verdicts().stream()
            .filter(v -> v.test().slice().equals("categories 1-4"))
            .findFirst()
            .orElseThrow();
    var sums = differencesByConversation();
    double sum = sums.stream().mapToDouble(d -> d).sum();
    assertThat(total.test().pairs()).isEqualTo(1540);
    assertThat(total.test().difference()).isCloseTo(sum / 1540, within(1e-9));
    assertThat(total.test().byConversation()).extracting(PValue::p).isEqualTo(enumerated(sums));
  }

  private static List<Double> differencesByConversation() {
    Map<String, Double> first = f1(FIRST);
    var sums = new TreeMap<String, Double>();
    f1(SECOND)
        .forEach((id, second) -> {
          Double f1 = first.get(id);
          if (f1 != null) {
            sums.merge(id.substring(0, id.indexOf('/')), second - f1, Double::sum);
          }
        });
    return List.copyOf(sums.values());
  }

  private static Map<String, Double> f1(String set) {
    var values = new HashMap<String, Double>();
    for (JsonNode line : JsonLines.read(Golden.file("oracle/expected/" + set + ".jsonl"))) {
      values.put(line.path("question_id").asText(), line.path("f1").asDouble());
    }
    return values;
  }

  private static double enumerated(List<Double> sums) {
    double observed = Math.abs(sums.stream().mapToDouble(d -> d).sum());
    int hits = 0;
    for (int signs = 0; signs < 1 << sums.size(); signs++) {
      double sum = 0;
      for (int i = 0; i < sums.size(); i++) {
        sum += (signs >> i & 1) == 0 ? sums.get(i) : -sums.get(i);
      }
      hits += Math.abs(sum) >= observed - 1e-9 ? 1 : 0;
    }
    return (double) hits / (1 << sums.size());
  }
}
