package dev.locomo.rag.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.causal.SharedAttention.Rotary;
import dev.locomo.rag.causal.SharedAttention.Rotary.Turn;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Attention.Memory;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decoder-only transformer: a text so far to the scores of its next token. */
final class DecoderNetwork implements AutoCloseable {
  /** Tables of angles are as wide; published models have 256 at most. */
  private static final int MOST_HEAD_WIDTH = 8_192;

  /** Tokens of a prompt that are read at once: what they make is far larger than they are. */
  private static final int STRETCH = 256;

  private final NDManager manager;
  private final Config config;
  private final Rotary rotary;
  private final Layer.Table words;
  private final List<Block> blocks = new ArrayList<>();
  private final Layer last;
  private final Layer scores;

  private record Block(
      Layer first, SharedAttention self, Layer second, Layer gate, Layer wide, Layer narrow) {}

  /** Copies a checkpoint to a device, which is closed together with this. */
  DecoderNetwork(ModelConfig json, Parameters source) {
    this.manager = source.manager();
    config = Config.of(json);
    rotary = Rotary.of(json, config.headWidth());
    var all = new Parameters(source.weights(), source.prefix(), manager, precision());
    var model = all.below("model.");
    words = model.table("embed_tokens", config.vocabulary(), config.hidden());
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(block(model.below("layers." + i + ".")));
    }
    last = norm(model, "norm", config.hidden());
    scores =
        all.has("lm_head.weight")
            ? all.projection("lm_head", config.vocabulary(), config.hidden())
            : new Layer.Dense(words.rows(), null);
  }

  private DataType precision() {
    return manager.getDevice().isGpu() ? config.onGpu() : DataType.FLOAT32;
  }

  private Block block(Parameters at) {
    int hidden = config.hidden();
    return new Block(
        norm(at, "input_layernorm", hidden),
        attention(at.below("self_attn.")),
        norm(at, "post_attention_layernorm", hidden),
        dense(at, "mlp.gate_proj", config.intermediate(), hidden),
        dense(at, "mlp.up_proj", config.intermediate(), hidden),
        dense(at, "mlp.down_proj", hidden, config.intermediate()));
  }

  private SharedAttention attention(Parameters at) {
    int width = config.headWidth();
    int asked = config.heads() * width;
    int kept = config.memories() * width;
    return new SharedAttention(
        dense(at, "q_proj", asked, config.hidden()),
        dense(at, "k_proj", kept, config.hidden()),
        dense(at, "v_proj", kept, config.hidden()),
        dense(at, "o_proj", config.hidden(), asked),
        at.has("q_norm.weight") ? norm(at, "q_norm", width) : null,
        at.has("k_norm.weight") ? norm(at, "k_norm", width) : null,
        new SharedAttention.Sizes(config.memories(), config.heads() / config.memories(), width));
  }

  private static Layer dense(Parameters at, String name, long out, long in) {
    return at.has(name + ".bias") ? at.dense(name, out, in) : at.projection(name, out, in);
  }

  private Layer norm(Parameters at, String name, long width) {
    NDArray gain = at.tensor(name + ".weight", width);
    return new Layer.RmsNorm(config.gemma() ? gain.addi(1) : gain, config.epsilon());
  }

  Config config() {
    return config;
  }

  /** {@code fp32} or {@code fp16}. */
  String precisionName() {
    return Compute.name(precision());
  }

  /** Begins a text. */
  Session start() {
    return new Session();
  }

  /** A text in the making; frees its memory when it is closed. */
  final class Session implements AutoCloseable {
    private final NDManager owner = manager.newSubManager();
    private final List<Memory> past = new ArrayList<>();
    private int length;

    /** Reads on, at least one token; gives a score for each token that may come next. */
    float[] next(long[] tokens) {
      float[] logits = {};
      for (int from = 0; from < tokens.length; from += STRETCH) {
        int to = Math.min(tokens.length, from + STRETCH);
        logits = read(Arrays.copyOfRange(tokens, from, to));
      }
      return logits;
    }

    private float[] read(long[] tokens) {
      try (var scratch = owner.newSubManager()) {
        NDArray ids = scratch.create(tokens, new Shape(1, tokens.length));
        NDArray states = words.of(ids).squeeze(0);
        if (config.gemma()) {
          states = states.mul(Math.sqrt(config.hidden()));
        }
        Turn turn = rotary.turn(scratch, length, length + tokens.length, states.getDataType());
        NDArray mask = mask(scratch, tokens.length);
        for (int i = 0; i < blocks.size(); i++) {
          int number = i;
          states = Compute.within(scratch, states, x -> applied(number, x, turn, mask));
        }
        length += tokens.length;
        NDArray end = last.of(states.get(new NDIndex("{}:", tokens.length - 1)));
        return Compute.rows(scores.of(end)).getFirst();
      }
    }

    private NDArray applied(int number, NDArray x, Turn turn, @Nullable NDArray mask) {
      Block block = blocks.get(number);
      NDArray normed = block.first.of(x);
      Memory memory = remembered(number, block.self.memory(normed, turn));
      NDArray attended = block.self.of(normed, memory, turn, mask).addi(x);
      NDArray again = block.second.of(attended);
      NDArray open = config.activation().of(block.gate.of(again));
      return block.narrow.of(open.muli(block.wide.of(again))).addi(attended);
    }

    private Memory remembered(int number, Memory now) {
      if (length == 0) {
        past.add(now.ownedBy(owner));
      } else {
        past.set(number, past.get(number).then(now).ownedBy(owner)).close();
      }
      return past.get(number);
    }

    private @Nullable NDArray mask(NDManager scratch, int added) {
      return added == 1 && length + added <= config.window()
          ? null
          : Attention.causal(scratch, length, added, config.window());
    }

    @Override
    public void close() {
      owner.close();
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  /**
   * The sizes and habits of a decoder-only network, from the {@code config.json} of its checkpoint.
   *
   * @param type one of {@link #TYPES}
   * @param positions most tokens it was made for, prompt and reply together
   * @param heads that ask; a multiple of {@code memories}
   * @param memories heads of keys and values; several asking heads share one (Ainslie et al., EMNLP
   *     2023)
   * @param headWidth even
   * @param window tokens that a token sees, itself included; the largest integer for all
   * @param onGpu the precision that the checkpoint is computed in on a GPU
   */
  record Config(
      String type,
      int vocabulary,
      int positions,
      int layers,
      int hidden,
      int heads,
      int memories,
      int headWidth,
      int intermediate,
      float epsilon,
      Activation activation,
      int window,
      DataType onGpu) {
    /** The kinds of network that are computed here. */
    static final List<String> TYPES = List.of("gemma", "llama", "mistral", "qwen2", "qwen3");

    /**
     * A {@link dev.locomo.core.error.DataError} when missing, of another kind, or without sense.
     */
    static Config read(Path file) {
      return of(ModelConfig.read(file));
    }

    static Config of(ModelConfig json) {
      String type = json.oneOf("model_type", "", TYPES);
      int hidden = json.positive("hidden_size");
      int heads = json.positive("num_attention_heads");
      int memories = json.positive("num_key_value_heads", heads);
      if (heads % memories != 0) {
        throw json.wrong(
            "num_key_value_heads", "found " + memories + "; expected a divisor of " + heads);
      }
      int headWidth =
          json.json().hasNonNull("head_dim")
              ? json.positive("head_dim")
              : hidden / json.heads("num_attention_heads", "hidden_size");
      if (headWidth % 2 != 0 || headWidth > MOST_HEAD_WIDTH) {
        throw json.wrong(
            "head_dim",
            "found " + headWidth + "; expected an even number up to " + MOST_HEAD_WIDTH);
      }
      return new Config(
          type,
          json.positive("vocab_size"),
          json.positive("max_position_embeddings"),
          json.positive("num_hidden_layers"),
          hidden,
          heads,
          memories,
          headWidth,
          json.positive("intermediate_size"),
          (float) json.json().path("rms_norm_eps").asDouble(1e-6),
          activation(json),
          window(json, type),
          onGpu(json));
    }

    /**
     * Whether it is one of Google's, which scale what they embed and keep gains as what exceeds 1.
     */
    boolean gemma() {
      return type.equals("gemma");
    }

    /** Gemma's first files call it {@code gelu} and mean its approximation. */
    private static Activation activation(ModelConfig json) {
      return json.type().equals("gemma")
          ? Activation.GELU_TANH
          : Activation.read(json, "hidden_act", Activation.SILU);
    }

    /** Of these, only Mistral's first have one in every layer. */
    private static int window(ModelConfig json, String type) {
      if (json.json().path("use_sliding_window").asBoolean(false)) {
        throw json.wrong("use_sliding_window", "found true; expected false");
      }
      return type.equals("mistral")
          ? json.positive("sliding_window", Integer.MAX_VALUE)
          : Integer.MAX_VALUE;
    }

    /** The bridge to PyTorch has no bfloat16, and half precision has not its range. */
    private static DataType onGpu(ModelConfig json) {
      String named = json.json().path("dtype").asText(json.json().path("torch_dtype").asText(""));
      return named.equals("bfloat16") ? DataType.FLOAT32 : DataType.FLOAT16;
    }
  }
}
