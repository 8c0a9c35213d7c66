package dev.locomo.rag.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.causal.SharedAttention.Rotary.Turn;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Attention.Memory;
import dev.locomo.rag.tensor.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of one text to its own past, where several asking heads share the keys and values of
 * one.
 *
 * <p><b>Source</b> Ainslie et al., GQA, EMNLP 2023.
 *
 * @param query {@code [heads * head width, width]}
 * @param key {@code [memories * head width, width]}, as is {@code value}
 * @param out {@code [width, heads * head width]}
 * @param queryNorm of each head, before it is turned; null for none, as is {@code keyNorm}
 */
record SharedAttention(
    Layer query,
    Layer key,
    Layer value,
    Layer out,
    @Nullable Layer queryNorm,
    @Nullable Layer keyNorm,
    Sizes sizes) {
  /**
   * How the width is cut: heads of keys and values, heads that ask one of them, width of a head.
   */
  record Sizes(int memories, int sharing, int width) {}

  /** Keys and values of new states {@code [length, width]}, each {@code [1, memories, ...]}. */
  Memory memory(NDArray states, Turn turn) {
    NDArray keys = turn.of(normed(split(key.of(states), sizes.memories), keyNorm));
    return new Memory(keys.expandDims(0), split(value.of(states), sizes.memories).expandDims(0));
  }

  /**
   * What the newest states {@code [length, width]} see; same shape.
   *
   * @param memory of all states so far, these included
   * @param mask {@code [length, states so far]}; null where everything may be seen
   */
  NDArray of(NDArray states, Memory memory, Turn turn, @Nullable NDArray mask) {
    long length = states.getShape().get(0);
    NDArray asked = split(query.of(states), sizes.memories * sizes.sharing);
    // Heads that share keys are asked in one product, so that keys are never copied.
    NDArray rows =
        turn.of(normed(asked, queryNorm))
            .muli(1 / Math.sqrt(sizes.width))
            .reshape(sizes.memories, sizes.sharing * length, sizes.width);
    NDArray keys = memory.keys().squeeze(0);
    NDArray scores = rows.matMul(keys.swapAxes(1, 2)).toType(DataType.FLOAT32, false);
    NDArray seen = weights(scores, mask, length).toType(rows.getDataType(), false);
    NDArray values = seen.matMul(memory.values().squeeze(0));
    NDArray heads = values.reshape(sizes.memories * sizes.sharing, length, sizes.width);
    return out.of(heads.swapAxes(0, 1).reshape(length, -1));
  }

  private NDArray weights(NDArray scores, @Nullable NDArray mask, long length) {
    if (mask == null) {
      return scores.softmax(-1);
    }
    NDArray each = scores.reshape(sizes.memories, sizes.sharing, length, -1);
    return each.addi(mask).softmax(-1).reshape(scores.getShape());
  }

  private NDArray split(NDArray x, int heads) {
    return x.reshape(x.getShape().get(0), heads, sizes.width).swapAxes(0, 1);
  }

  private static NDArray normed(NDArray x, @Nullable Layer norm) {
    return norm == null ? x : norm.of(x);
  }

  /**
   * Says where a token stands by turning its queries and keys, pair of numbers by pair.
   *
   * <p><b>Source</b> Su et al., RoFormer, 2021, section 3; stretched as {@code rope_scaling} of the
   * checkpoint says ({@code linear}: Chen et al., 2023; {@code llama3}: as published with Llama
   * 3.1).
   *
   * @param frequencies radians a position, of each pair
   */
  record Rotary(float[] frequencies) {
    private static final List<String> KINDS = List.of("default", "linear", "llama3");

    /** A turn by a stretch of positions; both arrays are {@code [positions, width]}. */
    record Turn(NDArray cosines, NDArray sines) {
      /** Turns {@code [..., positions, width]}; same shape. */
      NDArray of(NDArray x) {
        NDList halves = x.split(2, x.getShape().dimension() - 1);
        NDArray crossed = NDArrays.concat(new NDList(halves.get(1).neg(), halves.get(0)), -1);
        return x.mul(cosines).addi(crossed.muli(sines));
      }
    }

    /**
     * Reads it, for heads of this width, from a {@code config.json} in its older ({@code
     * rope_theta}, {@code rope_scaling}) or newer form ({@code rope_parameters}).
     *
     * @throws dev.locomo.core.error.DataError when it is stretched in a way that is not known here
     */
    static Rotary of(ModelConfig json, int width) {
      var newer = json.below("rope_parameters");
      boolean isNewer = newer.json().isObject();
      var stretch = isNewer ? newer : json.below("rope_scaling");
      var base = (isNewer ? newer : json).json().path("rope_theta");
      float[] frequencies = frequencies(base.asDouble(10_000), width);
      String older = stretch.json().path("type").asText("default");
      String kind = stretch.oneOf("rope_type", older, KINDS);
      switch (kind) {
        case "linear" -> {
          for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= (float) stretch.positive("factor", 1.0);
          }
        }
        case "llama3" -> stretchLong(frequencies, stretch);
        default -> {}
      }
      return new Rotary(frequencies);
    }

    private static float[] frequencies(double base, int width) {
      float[] frequencies = new float[width / 2];
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] = 1 / (float) Math.pow(base, (float) (2 * i) / width);
      }
      return frequencies;
    }

    /** Slow turns are slowed further, fast ones stay, those between are mixed. */
    private static void stretchLong(float[] frequencies, ModelConfig stretch) {
      double factor = stretch.positive("factor", 8.0);
      double low = stretch.positive("low_freq_factor", 1.0);
      double high = stretch.positive("high_freq_factor", 4.0);
      double old = stretch.positive("original_max_position_embeddings", 8192.0);
      for (int i = 0; i < frequencies.length; i++) {
        double turns = old * frequencies[i] / (2 * Math.PI);
        double kept = Math.clamp((turns - low) / (high - low), 0, 1);
        frequencies[i] = (float) ((1 - kept) * frequencies[i] / factor + kept * frequencies[i]);
      }
    }

    /** The turn of the positions {@code from} (included) to {@code to} (not included). */
    Turn turn(NDManager manager, int from, int to, DataType precision) {
      int half = frequencies.length;
      float[] cosines = new float[(to - from) * 2 * half];
      float[] sines = new float[cosines.length];
      for (int position = from; position < to; position++) {
        for (int i = 0; i < 2 * half; i++) {
          float angle = position * frequencies[i % half];
          int at = (position - from) * 2 * half + i;
          cosines[at] = (float) Math.cos(angle);
          sines[at] = (float) Math.sin(angle);
        }
      }
      var shape = new Shape(to - from, 2L * half);
      return new Turn(
          manager.create(cosines, shape).toType(precision, false),
          manager.create(sines, shape).toType(precision, false));
    }
  }
}
