package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Probe;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.FakeEmbedder;
import dev.locomo.rag.embed.PassageVectors;
import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the original code retrieved with the fake embedding, id by id. */
class ReferenceSelectionTest {
  @ParameterizedTest
  @CsvSource({
    "dialog,5", "dialog,10", "dialog,25", "dialog,50",
    "observation,5", "observation,10", "observation,25", "observation,50",
    "summary,2", "summary,5", "summary,10"
  })
  void theOriginalRetrievesTheSameIdsInTheSameOrder(String database, int k) throws IOException {
    var log = Golden.file("oracle/prompts/rag_%s_top%d.jsonl".formatted(database, k));
    var data = DatasetReader.read(Golden.locomo10());
    var method = new DenseMethod(new FakeEmbedder(), PassageVectors.IN_MEMORY);
    Map<String, Retriever> retrievers = new HashMap<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode call = JsonFiles.MAPPER.readTree(line);
      Sample sample = sample(data, call.get("sample_id").asText());
      var retriever =
          retrievers.computeIfAbsent(
              sample.id(),
              id -> method.over(Corpus.of(data, sample, Database.of(database).orElseThrow())));
      var question = sample.questions().get(call.at("/idxs/0").asInt());
      List<Hit> hits = retriever.retrieve(Query.of(Probe.of(question)), k);
      assertThat(hits.stream().flatMap(h -> h.passage().ids().stream()))
          .as("%s, tie: %s", question.id(), call.at("/rag/tie"))
          .containsExactlyElementsOf(texts(call.get("context_ids")));
    }
  }

  private static Sample sample(Dataset data, String id) {
    return data.samples().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
