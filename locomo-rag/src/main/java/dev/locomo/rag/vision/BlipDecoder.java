package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Attention.Memory;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Dense;
import dev.locomo.rag.tensor.EmbeddingTable;
import dev.locomo.rag.tensor.Masks;
import dev.locomo.rag.tensor.Norm;
import dev.locomo.rag.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * BLIP's text decoder: a BERT that sees what came before, and the image through cross attention.
 */
final class BlipDecoder {
  private final EmbeddingTable words;
  private final EmbeddingTable positions;
  private final Norm embedded;
  private final List<Layer> layers = new ArrayList<>();
  private final Dense transform;
  private final Norm transformed;
  private final Dense scores;
  private final Activation activation;

  private record Layer(
      Attention self,
      Norm selfNorm,
      Attention cross,
      Norm crossNorm,
      Dense wide,
      Dense narrow,
      Norm out) {}

  BlipDecoder(Parameters source, BlipConfig config) {
    var text = config.text();
    long hidden = text.hidden();
    activation = text.activation();
    var bert = source.below("bert.");
    words = bert.table("embeddings.word_embeddings", config.vocabulary(), hidden);
    positions = bert.table("embeddings.position_embeddings", config.positions(), hidden);
    embedded = bert.norm("embeddings.LayerNorm", hidden, text.epsilon());
    for (int i = 0; i < text.layers(); i++) {
      layers.add(layer(bert.below("encoder.layer." + i + "."), text, config.image().hidden()));
    }
    var head = source.below("cls.predictions.");
    transform = head.dense("transform.dense", hidden, hidden);
    transformed = head.norm("transform.LayerNorm", hidden, text.epsilon());
    String bias = head.has("bias") ? "bias" : "decoder.bias";
    scores = new Dense(words.rows(), head.tensor(bias, config.vocabulary()));
  }

  private static Layer layer(Parameters at, TowerConfig text, long seen) {
    long hidden = text.hidden();
    return new Layer(
        attention(at.below("attention."), text, hidden),
        at.norm("attention.output.LayerNorm", hidden, text.epsilon()),
        attention(at.below("crossattention."), text, seen),
        at.norm("crossattention.output.LayerNorm", hidden, text.epsilon()),
        at.dense("intermediate.dense", text.intermediate(), hidden),
        at.dense("output.dense", hidden, text.intermediate()),
        at.norm("output.LayerNorm", hidden, text.epsilon()));
  }

  private static Attention attention(Parameters at, TowerConfig text, long seen) {
    long hidden = text.hidden();
    return new Attention(
        at.dense("self.query", hidden, hidden),
        at.dense("self.key", hidden, seen),
        at.dense("self.value", hidden, seen),
        at.dense("output.dense", hidden, hidden),
        text.heads());
  }

  /**
   * Begins texts about images.
   *
   * @param batch owns all that the session keeps
   * @param seen {@code [images, positions, width]}
   */
  Session start(NDManager batch, NDArray seen) {
    return new Session(batch, seen);
  }

  /** Texts in the making, a row each. */
  final class Session implements Search.Scorer {
    private final NDManager owner;
    private final List<Memory> cross = new ArrayList<>();
    private final List<Memory> self = new ArrayList<>();
    private long length;

    private Session(NDManager owner, NDArray seen) {
      this.owner = owner;
      for (Layer layer : layers) {
        cross.add(kept(layer.cross.memory(seen)));
      }
    }

    private Memory kept(Memory memory) {
      memory.keys().attach(owner);
      memory.values().attach(owner);
      return memory;
    }

    @Override
    public float[][] begin(long[] prompt, int images, int beams) {
      long[] tokens = new long[prompt.length * images];
      for (int i = 0; i < images; i++) {
        System.arraycopy(prompt, 0, tokens, i * prompt.length, prompt.length);
      }
      float[][] logs = next(tokens, images);
      repeat(self, beams);
      repeat(cross, beams);
      return logs;
    }

    /** Each row so many times, one after the other. */
    private void repeat(List<Memory> memories, int times) {
      if (times > 1) {
        memories.replaceAll(
            m -> replaced(m, new Memory(m.keys().repeat(0, times), m.values().repeat(0, times))));
      }
    }

    private Memory replaced(Memory old, Memory next) {
      var kept = kept(next);
      old.keys().close();
      old.values().close();
      return kept;
    }

    @Override
    public float[][] next(long[] tokens, int[] parents) {
      try (var scratch = owner.newSubManager()) {
        NDArray rows = scratch.create(Arrays.stream(parents).asLongStream().toArray());
        self.replaceAll(m -> replaced(m, new Memory(m.keys().get(rows), m.values().get(rows))));
      }
      return next(tokens, parents.length);
    }

    private float[][] next(long[] tokens, int rows) {
      try (var scratch = owner.newSubManager()) {
        NDArray states = states(scratch, tokens, rows);
        NDArray last = states.get(new NDIndex(":,-1"));
        NDArray logs = scored(last).toType(DataType.FLOAT32, false).logSoftmax(-1);
        return Compute.rows(logs).toArray(float[][]::new);
      }
    }

    float[][] all(long[] tokens) {
      try (var scratch = owner.newSubManager()) {
        NDArray states = states(scratch, tokens, 1);
        return Compute.rows(scored(states.squeeze(0))).toArray(float[][]::new);
      }
    }

    private NDArray scored(NDArray states) {
      return scores.of(transformed.of(activation.of(transform.of(states))));
    }

    private NDArray states(NDManager scratch, long[] tokens, int rows) {
      int added = tokens.length / rows;
      NDArray ids = scratch.create(tokens, new Shape(rows, added));
      NDArray places = positions.range(scratch, length, length + added);
      NDArray states = embedded.of(words.of(ids).add(places));
      // Only a first step has several tokens, and nothing before them.
      NDArray mask = added == 1 ? null : Masks.causal(scratch, added, states.getDataType());
      for (int i = 0; i < layers.size(); i++) {
        states = applied(i, states, mask);
      }
      length += added;
      return states;
    }

    private NDArray applied(int number, NDArray x, @Nullable NDArray mask) {
      Layer layer = layers.get(number);
      Memory now = layer.self.memory(x);
      if (length == 0) {
        self.add(kept(now));
      } else {
        self.set(number, replaced(self.get(number), self.get(number).then(now)));
      }
      NDArray told = layer.selfNorm.of(layer.self.of(x, self.get(number), mask).add(x));
      NDArray shown = layer.crossNorm.of(layer.cross.of(told, cross.get(number), null).add(told));
      NDArray wide = activation.of(layer.wide.of(shown));
      return layer.out.of(layer.narrow.of(wide).add(shown));
    }
  }
}
