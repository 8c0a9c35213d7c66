package dev.locomo.rag.embed.djl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Sizes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config.json} says of a BERT, a RoBERTa or a DeBERTa.
 *
 * @param distances how a DeBERTa tells relative positions apart; null for BERT and RoBERTa
 * @param convolution after the first layer
 */
record EncoderConfig(
    Sizes sizes, Inputs inputs, @Nullable Distances distances, Convolution convolution) {
  /** The {@code model_type}s of BERT and RoBERTa. */
  static final List<String> BERTS = List.of("bert", "dpr", "roberta", "xlm-roberta", "camembert");

  /** All that are read. */
  static final List<String> ALL =
      Stream.concat(BERTS.stream(), Stream.of("deberta", "deberta-v2")).toList();

  private static final Set<String> ROBERTAS = Set.of("roberta", "xlm-roberta", "camembert");

  private static final Convolution NONE = new Convolution(0, 1, Activation.TANH);

  /**
   * The embeddings.
   *
   * @param vocabulary rows of the word embeddings
   * @param width of all embeddings
   * @param longest most tokens of an input
   * @param first row of the first position: 0, or the padding's index + 1 for RoBERTa; below 0
   *     where no position embeddings are added
   * @param types rows of the segment embeddings; 0 for none
   */
  record Inputs(int vocabulary, int width, int longest, int first, int types) {}

  /**
   * Relative positions.
   *
   * @param second whether tensors are named as in version 2 and 3
   * @param longest the longest that is told from longer ones
   * @param buckets how many either way have an embedding, far ones sharing one; 0 for each its own
   * @param kinds {@code c2p} where the query looks at them, {@code p2c} where they look at the key
   * @param shared whether they use the tokens' own projections
   * @param normed whether their embeddings have a layer norm
   */
  record Distances(
      boolean second, int longest, int buckets, Set<String> kinds, boolean shared, boolean normed) {
    private static Distances read(ModelConfig json) {
      int longest = json.json().path("max_relative_positions").asInt(-1);
      return new Distances(
          json.type().equals("deberta-v2"),
          longest < 1 ? json.positive("max_position_embeddings") : longest,
          Math.max(0, json.json().path("position_buckets").asInt(-1)),
          kinds(json),
          json.json().path("share_att_key").asBoolean(),
          json.json().path("norm_rel_ebd").asText("").contains("layer_norm"));
    }

    /** A list, or words between bars. */
    private static Set<String> kinds(ModelConfig json) {
      JsonNode node = json.json().path("pos_att_type");
      var kinds = new HashSet<>(List.of(node.asText("").split("\\|")));
      node.forEach(kind -> kinds.add(kind.asText()));
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
   * A convolution over the embeddings, added to the first layer's output, that sees {@code width}
   * tokens; 0 for none.
   */
  record Convolution(int width, int groups, Activation activation) {}

  /**
   * Reads the file.
   *
   * @param types the {@code model_type}s that are expected
   * @throws dev.locomo.core.error.DataError when it is none of them, a DeBERTa without relative
   *     positions, or a number is missing or makes no sense
   */
  static EncoderConfig of(ModelConfig json, List<String> types) {
    String type = json.oneOf("model_type", "", types);
    return type.startsWith("deberta") ? deberta(json) : bert(json, ROBERTAS.contains(type));
  }

  private static EncoderConfig bert(ModelConfig json, boolean roberta) {
    json.oneOf("position_embedding_type", "absolute", List.of("absolute"));
    var sizes = Sizes.read(json, new Sizes(0, 0, 0, 0, 1e-12f, Activation.GELU));
    int first = roberta ? json.json().path("pad_token_id").asInt(1) + 1 : 0;
    var inputs =
        new Inputs(
            json.positive("vocab_size"),
            sizes.hidden(),
            json.positive("max_position_embeddings") - first,
            first,
            json.json().path("type_vocab_size").asInt(2));
    return new EncoderConfig(sizes, inputs, null, NONE);
  }

  private static EncoderConfig deberta(ModelConfig json) {
    json.oneOf("relative_attention", "false", List.of("true"));
    json.oneOf("talking_head", "false", List.of("false"));
    var sizes = Sizes.read(json, new Sizes(0, 0, 0, 0, 1e-7f, Activation.GELU));
    var inputs =
        new Inputs(
            json.positive("vocab_size"),
            json.positive("embedding_size", sizes.hidden()),
            json.positive("max_position_embeddings"),
            json.json().path("position_biased_input").asBoolean(true) ? 0 : -1,
            json.json().path("type_vocab_size").asInt(0));
    var distances = Distances.read(json);
    var convolution =
        new Convolution(
            json.json().path("conv_kernel_size").asInt(0),
            json.positive("conv_groups", 1),
            Activation.read(json, "conv_act", Activation.TANH));
    return new EncoderConfig(sizes, inputs, distances, distances.second ? convolution : NONE);
  }

  /** The same network without its last layers. */
  EncoderConfig withLayers(int fewer) {
    return new EncoderConfig(sizes.withLayers(fewer), inputs, distances, convolution);
  }
}
