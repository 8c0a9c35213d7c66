package dev.locomo.rag.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.causal.DecoderNetwork.Config;
import dev.locomo.rag.causal.SharedAttention.Rotary;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DecoderNetworkTest {
  /** Longer than what is read at once, and than any window. */
  private static final long[] PROMPT =
      LongStream.range(0, 300).map(i -> (7 * i * i + 3 * i + 1) % 97).toArray();

  private static final Sampling GREEDY =
      new Sampling(0, 0, 1, RandomGenerator.of("L64X128MixRandom"));

  @TestFactory
  Stream<DynamicTest> scoresAndRepliesAreThoseOfTransformers() throws IOException {
    return TinyChat.golden("networks.json").properties().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> agrees(e.getValue())));
  }

  private static void agrees(JsonNode expected) {
    try (var network = network(expected);
        var session = network.start()) {
      float[] logits = session.next(PROMPT);
      double largest =
          expected
              .get("logits")
              .valueStream()
              .mapToDouble(x -> Math.abs(x.asDouble()))
              .max()
              .orElse(1);
      // What processors round otherwise grows with the numbers that are added.
      var near = within((float) (1e-4 * Math.max(1, largest)));
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo((float) expected.at("/logits/" + i).asDouble(), near);
      }
      var reply = new ArrayList<Long>();
      for (long next = GREEDY.next(logits); reply.size() < 12; ) {
        reply.add(next);
        next = GREEDY.next(session.next(new long[] {next}));
      }
      assertThat(reply)
          .isEqualTo(expected.get("reply").valueStream().map(JsonNode::asLong).toList());
    }
  }

  private static DecoderNetwork network(JsonNode expected) {
    var names = new HashSet<String>();
    expected.get("names").forEach(name -> names.add(name.asText()));
    var weights = new SeededWeights(names, expected.get("scale").asDouble());
    var source = new Parameters(weights, Compute.open());
    return new DecoderNetwork(config(expected.get("config")), source);
  }

  private static ModelConfig config(JsonNode json) {
    return new ModelConfig(Path.of("config.json"), "", json);
  }

  @Test
  void aTextReadInPiecesScoresAsOneReadAtOnce() throws IOException {
    try (var network = network(TinyChat.golden("networks.json").get("mistral, window"))) {
      try (var whole = network.start();
          var pieces = network.start()) {
        float[] expected = whole.next(PROMPT);
        pieces.next(LongStream.of(PROMPT).limit(100).toArray());
        pieces.next(LongStream.of(PROMPT).skip(100).limit(199).toArray());
        assertThat(pieces.next(LongStream.of(PROMPT).skip(299).toArray()))
            .containsExactly(expected, within(1e-5f));
      }
    }
  }

  @Test
  void networksThatAreNotKnownAreRefusedByName() throws IOException {
    JsonNode llama = TinyChat.golden("networks.json").at("/llama/config");
    refused(llama, "model_type", "gpt2", "gemma, llama, mistral, qwen2, qwen3");
    refused(llama, "num_key_value_heads", 3, "expected a divisor of 4");
    refused(llama, "hidden_act", "swiglu", "silu");
    refused(llama, "vocab_size", 0, "expected a positive number");
  }

  private static void refused(JsonNode config, String key, Object value, String expected) {
    ObjectNode changed = config.deepCopy();
    changed.putPOJO(key, value);
    JsonNode plain = dev.locomo.core.dataset.json.JsonFiles.MAPPER.valueToTree(changed);
    assertThatThrownBy(() -> Config.of(config(plain)))
        .isInstanceOf(DataError.class)
        .hasMessageContainingAll(key, expected);
  }

  @Test
  void aStretchThatIsNotKnownIsRefused() throws IOException {
    ObjectNode llama = TinyChat.golden("networks.json").at("/llama/config").deepCopy();
    llama.putObject("rope_parameters").put("rope_type", "yarn");
    assertThatThrownBy(() -> Rotary.of(config(llama), 8))
        .isInstanceOf(DataError.class)
        .hasMessageContainingAll("yarn", "default, linear, llama3");
  }
}
