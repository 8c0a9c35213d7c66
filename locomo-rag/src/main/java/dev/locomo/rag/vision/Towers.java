package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Dense;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.PreNormLayer;
import java.util.ArrayList;
import java.util.List;

/** Reads the layers of towers by the names that transformers gives their tensors. */
final class Towers {
  private Towers() {}

  /** The layers of CLIP, of text and of images. */
  static List<PreNormLayer> clip(Parameters source, TowerConfig config) {
    var layers = new ArrayList<PreNormLayer>();
    for (int i = 0; i < config.layers(); i++) {
      var at = source.below("encoder.layers." + i + ".");
      layers.add(layer(at, config, separate(at.below("self_attn."), config)));
    }
    return layers;
  }

  static PreNormLayer layer(Parameters at, TowerConfig config, Attention self) {
    long hidden = config.hidden();
    return new PreNormLayer(
        at.norm("layer_norm1", hidden, config.epsilon()),
        self,
        at.norm("layer_norm2", hidden, config.epsilon()),
        at.dense("mlp.fc1", config.intermediate(), hidden),
        config.activation(),
        at.dense("mlp.fc2", hidden, config.intermediate()));
  }

  private static Attention separate(Parameters at, TowerConfig config) {
    long hidden = config.hidden();
    return new Attention(
        at.dense("q_proj", hidden, hidden),
        at.dense("k_proj", hidden, hidden),
        at.dense("v_proj", hidden, hidden),
        at.dense("out_proj", hidden, hidden),
        config.heads());
  }

  /** Queries, keys and values stand below each other in one tensor. */
  static Attention joined(Parameters at, TowerConfig config) {
    long hidden = config.hidden();
    NDArray weight = at.tensor("qkv.weight", 3 * hidden, hidden);
    NDArray bias = at.tensor("qkv.bias", 3 * hidden);
    return new Attention(
        third(weight, bias, 0),
        third(weight, bias, 1),
        third(weight, bias, 2),
        at.dense("projection", hidden, hidden),
        config.heads());
  }

  private static Dense third(NDArray weight, NDArray bias, int part) {
    return new Dense(weight.split(3).get(part), bias.split(3).get(part));
  }
}
