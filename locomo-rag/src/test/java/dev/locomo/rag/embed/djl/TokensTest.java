package dev.locomo.rag.embed.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.Golden;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every text of the published data set has the tokens that Hugging Face's own library gives it. The
 * vocabulary is the embedded encoder's, which is the published uncased BERT's; {@code
 * scripts/golden/tokens.py} makes the expected numbers.
 */
class TokensTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dialog",
        "turns",
        "captions",
        "observations",
        "summaries",
        "questions",
        "answers",
        "lures"
      })
  void theTokensAreThoseOfHuggingFace(String kind) throws IOException {
    Dataset data = DatasetReader.read(Golden.locomo10());
    List<String> texts = data.samples().stream().flatMap(texts(kind)).toList();
    var hashes = new ArrayList<String>();
    long count = 0;
    try (var in = resource("/all-minilm-l6-v2-q-tokenizer.json");
        var tokenizer =
            HuggingFaceTokenizer.newInstance(
                in, Map.of("padding", "false", "truncation", "false"))) {
      for (String text : texts) {
        long[] ids = tokenizer.encode(text).getIds();
        hashes.add(hash(ids));
        count += ids.length;
      }
    }
    hashes.sort(null);
    try (var in = resource("tokens.json")) {
      JsonNode expected = JsonFiles.MAPPER.readTree(in).get(kind);
      assertThat(texts).hasSize(expected.get("texts").asInt());
      assertThat(count).isEqualTo(expected.get("tokens").asLong());
      assertThat(Sha256.of(String.join("", hashes))).isEqualTo(expected.get("sha256").asText());
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TokensTest.class.getResourceAsStream(name), name);
  }

  private static String hash(long[] ids) {
    var bytes = ByteBuffer.allocate(ids.length * Integer.BYTES);
    for (long id : ids) {
      bytes.putInt((int) id);
    }
    var digest = Sha256.digest();
    digest.update(bytes.array());
    return Sha256.hex(digest);
  }

  private static Function<Sample, Stream<String>> texts(String kind) {
    return switch (kind) {
      case "dialog" -> s -> Database.DIALOG.passages("", s).stream().map(Passage::text);
      case "turns" -> s -> turns(s).map(Turn::text);
      case "captions" -> s -> turns(s).map(Turn::caption).filter(Objects::nonNull);
      case "observations" -> s -> s.observations().stream().map(Observation::text);
      case "summaries" -> s -> s.sessionSummaries().values().stream();
      case "questions" -> s -> s.questions().stream().map(Question::text);
      case "answers" -> s -> s.questions().stream().flatMap(q -> answer(q.gold()).stream());
      default -> s -> s.questions().stream().flatMap(q -> lure(q.gold()).stream());
    };
  }

  private static Stream<Turn> turns(Sample sample) {
    return sample.conversation().sessions().stream().flatMap(s -> s.turns().stream());
  }

  private static List<String> answer(Gold gold) {
    return switch (gold) {
      case Gold.Answer a -> List.of(a.text());
      case Gold.Unanswerable u -> u.statedAnswer() == null ? List.of() : List.of(u.statedAnswer());
    };
  }

  private static List<String> lure(Gold gold) {
    return gold instanceof Gold.Unanswerable u && u.lure() != null ? List.of(u.lure()) : List.of();
  }
}
