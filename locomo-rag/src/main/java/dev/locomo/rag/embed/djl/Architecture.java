package dev.locomo.rag.embed.djl;

import ai.djl.ndarray.NDManager;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.Weights;
import java.util.stream.Stream;

/** A kind of encoder that a checkpoint's configuration asks for. */
sealed interface Architecture {
  /** How many layers the checkpoint has. */
  int layers();

  /** Rows of the word embeddings. */
  int vocabulary();

  /** Most tokens of an input. */
  int positions();

  /** What is put before a text; may be empty. */
  String before();

  /**
   * The network up to a layer.
   *
   * @param manager closed together with it
   * @throws dev.locomo.core.error.DataError when a tensor is missing or has another shape than the
   *     configuration says
   */
  StateNetwork network(NDManager manager, int layers, Weights weights);

  /**
   * What the configuration asks for.
   *
   * @throws dev.locomo.core.error.DataError when it is none of those known
   */
  static Architecture of(ModelConfig json) {
    json.oneOf(
        "model_type",
        "",
        Stream.concat(BertConfig.TYPES.stream(), DebertaConfig.TYPES.stream()).toList());
    return DebertaConfig.TYPES.contains(json.type())
        ? new Deberta(DebertaConfig.of(json))
        : new Bert(BertConfig.of(json), json.type().equals("roberta") ? " " : "");
  }

  /** BERT and RoBERTa. */
  record Bert(BertConfig config, String before) implements Architecture {
    @Override
    public int layers() {
      return config.layers();
    }

    @Override
    public int vocabulary() {
      return config.vocabulary();
    }

    @Override
    public int positions() {
      return config.positions();
    }

    @Override
    public StateNetwork network(NDManager manager, int layers, Weights weights) {
      return new BertNetwork(manager, config.withLayers(layers), weights);
    }
  }

  /** DeBERTa of every version. */
  record Deberta(DebertaConfig config) implements Architecture {
    @Override
    public int layers() {
      return config.layers();
    }

    @Override
    public int vocabulary() {
      return config.vocabulary();
    }

    @Override
    public int positions() {
      return config.positions();
    }

    @Override
    public String before() {
      return "";
    }

    @Override
    public StateNetwork network(NDManager manager, int layers, Weights weights) {
      return new DebertaNetwork(manager, config.withLayers(layers), weights);
    }
  }
}
