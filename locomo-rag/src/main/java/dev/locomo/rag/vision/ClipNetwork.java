package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.vision.ImageTower.PreNormLayer;
import java.util.List;

/**
 * CLIP's two towers, texts and images to vectors of one space.
 *
 * <p><b>Source</b> Radford et al., ICML 2021; tensor names are those of transformers' {@code
 * CLIPModel}.
 */
final class ClipNetwork implements Towers {
  private final NDManager manager;
  private final VisionConfig config;
  private final ImageTower images;
  private final Layer imageProjection;
  private final Layer.Table words;
  private final Layer.Table positions;
  private final List<PreNormLayer> texts;
  private final Layer textNorm;
  private final Layer textProjection;
  private final Logit logit;

  /** Copies the weights to a device, which is closed together with this. */
  ClipNetwork(VisionConfig config, Parameters source) {
    this.manager = source.manager();
    this.config = config;
    images = ImageTower.clip(source.below("vision_model."), config);
    imageProjection =
        source.projection("visual_projection", config.projection(), config.image().hidden());
    var text = source.below("text_model.");
    long hidden = config.text().hidden();
    words = text.table("embeddings.token_embedding", config.vocabulary(), hidden);
    positions = text.table("embeddings.position_embedding", config.positions(), hidden);
    texts = PreNormLayer.clip(text, config.text());
    textNorm = text.norm("final_layer_norm", config.text());
    textProjection = source.projection("text_projection", config.projection(), hidden);
    logit = new Logit(Math.exp(source.weights().require("logit_scale").values()[0]), 0);
  }

  @Override
  public String precision() {
    return Compute.name(words.rows().getDataType());
  }

  @Override
  public Logit logit() {
    return logit;
  }

  @Override
  public List<float[]> images(List<float[]> pixels) {
    try (var batch = manager.newSubManager()) {
      NDArray states = images.states(batch, pixels);
      NDArray first = images.after().of(states.get(new NDIndex(":,0")));
      return unit(imageProjection.of(first));
    }
  }

  @Override
  public List<float[]> texts(List<long[]> ids) {
    try (var batch = manager.newSubManager()) {
      int longest = ids.stream().mapToInt(i -> i.length).max().orElseThrow();
      long[] tokens = new long[ids.size() * longest];
      long[] ends = new long[ids.size()];
      for (int i = 0; i < ids.size(); i++) {
        // No token sees what comes after it: padding needs no mask.
        System.arraycopy(ids.get(i), 0, tokens, i * longest, ids.get(i).length);
        ends[i] = (long) i * longest + config.endOf(ids.get(i));
      }
      NDArray mask =
          Attention.causal(batch, 0, longest, longest).toType(words.rows().getDataType(), false);
      NDArray states =
          Compute.within(
              batch,
              batch.create(tokens, new Shape(ids.size(), longest)),
              t -> words.of(t).add(positions.range(t.getManager(), 0, longest)));
      for (PreNormLayer layer : texts) {
        states = Compute.within(batch, states, x -> layer.of(x, mask));
      }
      NDArray flat = textNorm.of(states).reshape(-1, config.text().hidden());
      return unit(textProjection.of(flat.get(batch.create(ends))));
    }
  }

  private static List<float[]> unit(NDArray vectors) {
    NDArray full = vectors.toType(DataType.FLOAT32, false);
    return Compute.rows(full.div(full.norm(new int[] {1}, true)));
  }

  @Override
  public void close() {
    manager.close();
  }
}
