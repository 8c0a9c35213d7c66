package dev.locomo.eval.protocol.reference.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.Golden;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.PythonNumber;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Entry;
import dev.locomo.eval.protocol.reference.output.ReferenceOutFile.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics files and printed reports of the original, from its own rounded scores. */
class GoldenStatisticsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gold", "empty", "noise_0", "fc_gpt4omini_cot", "rag_dialog"})
  void statisticsAreTheOriginalsByteForByte(String name) throws Exception {
    Path expected = Golden.file("oracle/stats/" + name + "_stats.json");
    String key = JsonFiles.read(expected, JsonFiles.MAPPER::readTree).fieldNames().next();
    boolean rag = name.startsWith("rag");
    var result = ReferenceStatistics.of(Golden.locomo10(), scored(name, key, rag), key, rag);
    assertThat(result.report())
        .isEqualTo(Files.readString(Golden.file("oracle/stats/" + name + ".stdout.txt")));
    Path file = folder.resolve("stats.json");
    result.writeInto(file);
    assertThat(Files.mismatch(file, expected)).isEqualTo(-1);
  }

  private static ReferenceOutFile scored(String name, String key, boolean rag) throws Exception {
    var results = new HashMap<QuestionId, Entry>();
    for (String line : Files.readAllLines(Golden.file("oracle/expected/" + name + ".jsonl"))) {
      var json = JsonFiles.MAPPER.readTree(line);
      var id = QuestionId.parse(json.get("question_id").textValue()).orElseThrow();
      var f1 = number(json.path("f1_round3"));
      var recall = rag ? number(json.path("recall_round3")) : null;
      results.put(id, new Entry("", null, f1, recall));
    }
    Set<String> samples =
        DatasetReader.read(Golden.locomo10()).samples().stream()
            .map(s -> s.id())
            .collect(Collectors.toSet());
    var out = ReferenceOutFile.open(Path.of("does-not-exist.json"));
    out.add(Golden.locomo10(), new Run(key, samples, results));
    if (name.startsWith("fc_")) {
      // These answer sets leave category 5 out of the file.
      keepAnswered(out, results);
    }
    return out;
  }

  private static void keepAnswered(ReferenceOutFile out, Map<QuestionId, Entry> results) {
    for (ObjectNode sample : List.copyOf(out.samples().values())) {
      var kept = JsonFiles.MAPPER.createArrayNode();
      JsonNode qa = sample.get("qa");
      for (int i = 0; i < qa.size(); i++) {
        if (results.containsKey(new QuestionId(sample.get("sample_id").textValue(), i))) {
          kept.add(qa.get(i));
        }
      }
      sample.set("qa", kept);
    }
  }

  private static @Nullable PythonNumber number(JsonNode text) {
    return text.isMissingNode()
        ? null
        : new PythonNumber(Double.parseDouble(text.asText()), !text.asText().contains("."));
  }
}
