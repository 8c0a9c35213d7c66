package dev.locomo.eval.dialog;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import dev.locomo.eval.similarity.MmRelevance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * MM-Relevance of MiniGPT-5's form, each turn a dialogue of its own, with the caption of a picture
 * in the picture's place on both sides: a number of its own kind, not to be compared with one made
 * from pictures. A picture too many or too few lowers precision or recall. <b>Value</b> in [-1, 1],
 * higher is better. <b>Source</b>: see {@link MmRelevance}.
 */
public final class CaptionRelevance implements DialogMetric {
  /** The name in reports. */
  public static final String ID = "mm-relevance-captions";

  private final Function<List<String>, List<float[]>> embed;

  /**
   * @param embed texts to vectors of one length; any scale
   */
  public CaptionRelevance(Function<List<String>, List<float[]>> embed) {
    this.embed = embed;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<Score> scores(List<Pair> pairs) {
    var vectors = vectors(pairs);
    return pairs.stream().map(pair -> score(pair, vectors)).toList();
  }

  /** Every text once: gold captions and the like are often repeated. */
  private Map<String, float[]> vectors(List<Pair> pairs) {
    var texts = new LinkedHashSet<String>();
    for (Pair pair : pairs) {
      for (TurnContent said : List.of(pair.said(), pair.gold())) {
        texts.add(said.text());
        if (said.image() != null) {
          texts.add(said.image());
        }
      }
    }
    var ordered = new ArrayList<>(texts);
    var embedded = embed.apply(ordered);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      vectors.put(ordered.get(i), unit(embedded.get(i)));
    }
    return vectors;
  }

  private static Score score(Pair pair, Map<String, float[]> vectors) {
    var step = new MmRelevance.Step(turn(pair.said(), vectors), turn(pair.gold(), vectors));
    return new Score.Scored(MmRelevance.miniGpt5(List.of(step)).f1(), "");
  }

  private static MmRelevance.Turn turn(TurnContent said, Map<String, float[]> vectors) {
    @Nullable String image = said.image();
    return new MmRelevance.Turn(
        MmRelevance.isNoText(said.text()) ? null : vectors.get(said.text()),
        image == null ? null : vectors.get(image));
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    var unit = new float[vector.length];
    for (int i = 0; square > 0 && i < unit.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(square));
    }
    return unit;
  }
}
