package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Attention.Memory;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A BLIP that captions: a vision transformer, and a decoder that is a BERT which sees what came
 * before, and the image through cross attention.
 *
 * <p><b>Source</b> Li et al., ICML 2022; tensor names are those of transformers' {@code
 * BlipForConditionalGeneration}.
 */
final class BlipNetwork implements AutoCloseable {
  private final NDManager manager;
  private final VisionConfig config;
  private final ImageTower tower;
  private final Layer.Table words;
  private final Layer.Table positions;
  private final Layer embedded;
  private final List<Block> blocks = new ArrayList<>();
  private final Layer transform;
  private final Layer transformed;
  private final Layer scores;

  private record Block(
      Attention self, Layer told, Attention cross, Layer shown, Layer forward, Layer out) {}

  /** Copies the weights to a device, which is closed together with this. */
  BlipNetwork(VisionConfig config, Parameters source) {
    this.manager = source.manager();
    this.config = config;
    tower = ImageTower.blip(source.below("vision_model."), config);
    var text = config.text();
    var bert = source.below("text_decoder.bert.");
    words = bert.table("embeddings.word_embeddings", config.vocabulary(), text.hidden());
    positions = bert.table("embeddings.position_embeddings", config.positions(), text.hidden());
    embedded = bert.norm("embeddings.LayerNorm", text);
    for (int i = 0; i < text.layers(); i++) {
      blocks.add(block(bert.below("encoder.layer." + i + ".")));
    }
    var head = source.below("text_decoder.cls.predictions.");
    transform = head.dense("transform.dense", text.hidden(), text.hidden());
    transformed = head.norm("transform.LayerNorm", text);
    String bias = head.has("bias") ? "bias" : "decoder.bias";
    scores = new Layer.Dense(words.rows(), head.tensor(bias, config.vocabulary()));
  }

  private Block block(Parameters at) {
    var text = config.text();
    var cross = at.below("crossattention.");
    return new Block(
        at.below("attention.").attention(text, text.hidden(), Attention.BERT_NAMES),
        at.norm("attention.output.LayerNorm", text),
        cross.attention(text, config.image().hidden(), Attention.BERT_NAMES),
        cross.norm("output.LayerNorm", text),
        at.feedForward(text, "intermediate.dense", "output.dense"),
        at.norm("output.LayerNorm", text));
  }

  /** {@code fp32} or {@code fp16}. */
  String precision() {
    return Compute.name(words.rows().getDataType());
  }

  /** What the decoder attends to: {@code [images, positions, hidden]}, owned by the batch. */
  NDArray seen(NDManager batch, List<float[]> pixels) {
    return Compute.within(batch, tower.states(batch, pixels), tower.after()::of);
  }

  /** The scores of all tokens after each token of one text: {@code [length][vocabulary]}. */
  float[][] logits(float[] pixels, long[] tokens) {
    try (var batch = manager.newSubManager()) {
      var session = new Session(batch, seen(batch, List.of(pixels)));
      NDArray states = session.states(batch, tokens, 1);
      return Compute.rows(scored(states.squeeze(0))).toArray(float[][]::new);
    }
  }

  private NDArray scored(NDArray states) {
    NDArray x = config.text().activation().of(transform.of(states));
    return scores.of(transformed.of(x));
  }

  /**
   * A caption's tokens for each image, the prompt's (at least one) in front, the end token and what
   * follows it cut off.
   */
  List<long[]> captions(List<float[]> pixels, long[] prompt, Search.Settings settings) {
    try (var batch = manager.newSubManager()) {
      var session = new Session(batch, seen(batch, pixels));
      return Search.run(session, pixels.size(), prompt, settings);
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Texts in the making, a row each. */
  final class Session {
    private final NDManager owner;
    private final List<Memory> cross = new ArrayList<>();
    private final List<Memory> self = new ArrayList<>();
    private long length;

    /** About images {@code [images, positions, width]}; all that is kept is the owner's. */
    private Session(NDManager owner, NDArray seen) {
      this.owner = owner;
      blocks.forEach(block -> cross.add(block.cross.memory(seen).ownedBy(owner)));
    }

    /**
     * Reads the prompt once for each image; from the next step on there are {@code beams} rows for
     * each. Gives the logarithm of each token's probability, a row an image.
     */
    float[][] begin(long[] prompt, int images, int beams) {
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
      var kept = next.ownedBy(owner);
      old.close();
      return kept;
    }

    /**
     * Reads one more token a row, each going on from its parent; gives as {@link #begin} a row a
     * token.
     */
    float[][] next(long[] tokens, int[] parents) {
      try (var scratch = owner.newSubManager()) {
        NDArray rows = scratch.create(Arrays.stream(parents).asLongStream().toArray());
        self.replaceAll(m -> replaced(m, new Memory(m.keys().get(rows), m.values().get(rows))));
      }
      return next(tokens, parents.length);
    }

    private float[][] next(long[] tokens, int rows) {
      try (var scratch = owner.newSubManager()) {
        NDArray last = states(scratch, tokens, rows).get(new NDIndex(":,-1"));
        NDArray logs = scored(last).toType(DataType.FLOAT32, false).logSoftmax(-1);
        return Compute.rows(logs).toArray(float[][]::new);
      }
    }

    private NDArray states(NDManager scratch, long[] tokens, int rows) {
      int added = tokens.length / rows;
      NDArray ids = scratch.create(tokens, new Shape(rows, added));
      NDArray places = positions.range(scratch, length, length + added);
      NDArray states = embedded.of(words.of(ids).add(places));
      // Only a first step has several tokens, and nothing before them.
      NDArray mask =
          added == 1
              ? null
              : Attention.causal(scratch, 0, added, added).toType(states.getDataType(), false);
      for (int i = 0; i < blocks.size(); i++) {
        states = applied(i, states, mask);
      }
      length += added;
      return states;
    }

    private NDArray applied(int number, NDArray x, @Nullable NDArray mask) {
      Block block = blocks.get(number);
      Memory now = block.self.memory(x);
      if (length == 0) {
        self.add(now.ownedBy(owner));
      } else {
        self.set(number, replaced(self.get(number), self.get(number).then(now)));
      }
      NDArray told = block.told.of(block.self.of(x, self.get(number), mask).add(x));
      NDArray shown = block.shown.of(block.cross.of(told, cross.get(number), null).add(told));
      return block.out.of(block.forward.of(shown).add(shown));
    }
  }
}
