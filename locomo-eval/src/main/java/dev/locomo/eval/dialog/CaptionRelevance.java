package dev.locomo.eval.dialog;

import dev.locomo.core.metric.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * MM-Relevance without pictures: each is stood for by its caption.
 *
 * <p>The similarities of text with text and of caption with caption are added; their sum over the
 * elements that were generated is the soft precision, over those of the gold turn the soft recall,
 * and the value is the F1 of both. <b>Value</b> in [-1, 1] as cosines are, near [0, 1] in practice,
 * higher is better; 0 where precision and recall add up to 0 or less. A picture too many or too few
 * lowers one of the two. <b>Source</b> Feng et al., MMDialog, ACL 2023, section 4.2, in the form of
 * MiniGPT-5's evaluation code, with texts in place of images.
 */
public final class CaptionRelevance implements DialogMetric {
  private final String encoder;
  private final Function<List<String>, float[][]> embed;

  /**
   * @param encoder its name, for the metric's
   * @param embed texts to vectors of one length, not zero; any scale
   */
  public CaptionRelevance(String encoder, Function<List<String>, float[][]> embed) {
    this.encoder = encoder;
    this.embed = embed;
  }

  @Override
  public String id() {
    return "mm-relevance-captions(" + encoder + ")";
  }

  @Override
  public List<Score> scores(List<Pair> pairs) {
    var texts = new LinkedHashSet<String>();
    for (Pair pair : pairs) {
      for (Said said : List.of(pair.said(), pair.gold())) {
        texts.add(said.text());
        if (said.image() != null) {
          texts.add(said.image());
        }
      }
    }
    var ordered = new ArrayList<>(texts);
    float[][] vectors = embed.apply(ordered);
    Map<String, float[]> byText = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      byText.put(ordered.get(i), vectors[i]);
    }
    return pairs.stream().map(pair -> score(pair, byText)).toList();
  }

  private static Score score(Pair pair, Map<String, float[]> vectors) {
    double sum = cosine(pair.said().text(), pair.gold().text(), vectors);
    @Nullable String said = pair.said().image();
    @Nullable String gold = pair.gold().image();
    if (said != null && gold != null) {
      sum += cosine(said, gold, vectors);
    }
    double precision = sum / (said == null ? 1 : 2);
    double recall = sum / (gold == null ? 1 : 2);
    double f1 = precision + recall <= 0 ? 0 : 2 * precision * recall / (precision + recall);
    return new Score.Scored(f1, "");
  }

  private static double cosine(String one, String other, Map<String, float[]> vectors) {
    float[] a = vectors.getOrDefault(one, new float[0]);
    float[] b = vectors.getOrDefault(other, new float[0]);
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
