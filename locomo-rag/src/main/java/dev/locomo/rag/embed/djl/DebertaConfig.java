package dev.locomo.rag.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code config.json} says of a DeBERTa.
 *
 * @param second whether it is of version 2 or 3, which name their tensors otherwise
 * @param layers number of layers
 * @param hidden width of a token's state
 * @param heads attention heads; divides {@code hidden}
 * @param intermediate width between the two halves of a feed-forward layer
 * @param vocabulary rows of the word embeddings
 * @param embedding width of the word embeddings
 * @param positions rows of the position embeddings; also most tokens of an input
 * @param placed whether position embeddings are added to the input
 * @param types rows of the segment embeddings; 0 for none
 * @param epsilon of the layer norms
 * @param activation between the two halves of a feed-forward layer
 * @param distances how relative positions are told apart
 * @param convolution after the first layer
 */
record DebertaConfig(
    boolean second,
    int layers,
    int hidden,
    int heads,
    int intermediate,
    int vocabulary,
    int embedding,
    int positions,
    boolean placed,
    int types,
    float epsilon,
    Activation activation,
    Distances distances,
    Convolution convolution) {
  /** The {@code model_type}s that this reads. */
  static final List<String> TYPES = List.of("deberta", "deberta-v2");

  /**
   * Relative positions.
   *
   * @param longest the longest that is told from longer ones
   * @param buckets how many either way have an embedding, far ones sharing one; 0 for each its own
   * @param keys whether the query looks at them ({@code c2p})
   * @param queries whether they look at the key ({@code p2c})
   * @param shared whether they use the tokens' own projections
   * @param normed whether their embeddings have a layer norm
   */
  record Distances(
      int longest, int buckets, boolean keys, boolean queries, boolean shared, boolean normed) {
    private static Distances read(ModelConfig json) {
      int longest = json.json().path("max_relative_positions").asInt(-1);
      JsonNode norm = json.json().path("norm_rel_ebd");
      var kinds = kinds(json);
      return new Distances(
          longest < 1 ? json.positive("max_position_embeddings") : longest,
          Math.max(0, json.json().path("position_buckets").asInt(-1)),
          kinds.contains("c2p"),
          kinds.contains("p2c"),
          json.json().path("share_att_key").asBoolean(),
          norm.asText("").contains("layer_norm"));
    }

    /** A list, or words between bars. */
    private static Set<String> kinds(ModelConfig json) {
      var kinds = new HashSet<String>();
      JsonNode node = json.json().path("pos_att_type");
      node.forEach(kind -> kinds.add(kind.asText()));
      kinds.addAll(List.of(node.asText("").split("\\|")));
      kinds.remove("");
      if (!Set.of("c2p", "p2c").containsAll(kinds)) {
        throw json.wrong("pos_att_type", "found " + node + "; expected c2p, p2c or both");
      }
      return kinds;
    }

    /** Embeddings either way. */
    int span() {
      return buckets > 0 ? buckets : longest;
    }

    /**
     * The embedding's row of a distance. What far distances share is computed in single precision,
     * as the weights were trained with.
     *
     * @param distance from the token that looks to the one that is looked at, may be negative
     */
    long row(int distance) {
      int middle = buckets / 2;
      int size = Math.abs(distance);
      int bucket = size;
      if (buckets > 0 && size > middle) {
        float far = (float) Math.log((float) size / middle);
        float farthest = (float) Math.log((float) ((longest - 1) / (double) middle));
        bucket = (int) Math.ceil(far / farthest * (middle - 1)) + middle;
      }
      int signed = distance < 0 ? -bucket : bucket;
      return Math.clamp(signed + span(), 0, 2 * span() - 1);
    }
  }

  /**
   * A convolution over the embeddings, added to the first layer's output.
   *
   * @param width tokens that it sees; 0 for no convolution
   * @param groups that it is split into
   * @param activation of its result
   */
  record Convolution(int width, int groups, Activation activation) {
    private static Convolution read(ModelConfig json) {
      return new Convolution(
          json.json().path("conv_kernel_size").asInt(0),
          json.positive("conv_groups", 1),
          Activation.named(json.oneOf("conv_act", "tanh", Activation.NAMES)));
    }
  }

  /**
   * Reads the file.
   *
   * @throws dev.locomo.core.error.DataError when it is no DeBERTa with relative positions, or a
   *     number is missing or makes no sense
   */
  static DebertaConfig of(ModelConfig json) {
    String type = json.oneOf("model_type", "", TYPES);
    json.oneOf("relative_attention", "false", List.of("true"));
    json.oneOf("talking_head", "false", List.of("false"));
    int hidden = json.positive("hidden_size");
    boolean second = type.equals("deberta-v2");
    return new DebertaConfig(
        second,
        json.positive("num_hidden_layers"),
        hidden,
        json.heads("num_attention_heads", "hidden_size"),
        json.positive("intermediate_size"),
        json.positive("vocab_size"),
        json.positive("embedding_size", hidden),
        json.positive("max_position_embeddings"),
        json.json().path("position_biased_input").asBoolean(true),
        json.json().path("type_vocab_size").asInt(0),
        (float) json.json().path("layer_norm_eps").asDouble(1e-7),
        Activation.named(json.oneOf("hidden_act", "gelu", Activation.NAMES)),
        Distances.read(json),
        second ? Convolution.read(json) : new Convolution(0, 1, Activation.TANH));
  }

  /** The same network without its last layers. */
  DebertaConfig withLayers(int fewer) {
    return new DebertaConfig(
        second,
        fewer,
        hidden,
        heads,
        intermediate,
        vocabulary,
        embedding,
        positions,
        placed,
        types,
        epsilon,
        activation,
        distances,
        convolution);
  }
}
