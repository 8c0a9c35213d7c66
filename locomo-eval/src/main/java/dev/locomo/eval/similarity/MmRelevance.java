package dev.locomo.eval.similarity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MM-Relevance: how alike the elements of a multimodal response and those of its reference are, by
 * the cosine of their CLIP vectors. It was published in two forms, whose numbers cannot be
 * compared.
 *
 * <p>All vectors have length 1. Where images are not at hand, the CLIP vectors of their captions
 * can take their place on both sides, which is a third kind of number and has to be called so.
 * <b>Source</b> Feng et al., MMDialog, ACL 2023, section 5, and its {@code compute_mmrel.py}; Zheng
 * et al., MiniGPT-5, 2023, and its {@code metric.py}. The values of LoCoMo's table 7 are of the
 * second form.
 */
public final class MmRelevance {
  private MmRelevance() {}

  /**
   * Soft overlap.
   *
   * @param precision sum of the similarities over the response's elements
   * @param recall the same sum over the reference's elements
   * @param f1 harmonic mean of the two; 0 where they add up to 0
   */
  public record Value(double precision, double recall, double f1) {
    private static Value of(double sum, int response, int reference) {
      double precision = response == 0 ? 0 : sum / response;
      double recall = reference == 0 ? 0 : sum / reference;
      double both = precision + recall;
      return new Value(precision, recall, both == 0 ? 0 : 2 * precision * recall / both);
    }
  }

  /**
   * One turn.
   *
   * @param text vector of its text; null where it has none
   * @param image vector of its image, or of the image's caption; null where it has none
   */
  public record Turn(float @Nullable [] text, float @Nullable [] image) {}

  /**
   * A turn and what it should be.
   *
   * @param response what was generated
   * @param reference the published turn
   */
  public record Step(Turn response, Turn reference) {}

  /**
   * MMDialog's form: of one response, the elements compared in their order, first with first,
   * whether they are texts or images. <b>Value</b> in [-scale, scale]. <b>No elements on a
   * side</b>: 0.
   *
   * @param response vectors of its elements in order
   * @param reference vectors of its elements in order
   * @param scale what a cosine is multiplied with: CLIP's own, 100 in the published models
   */
  public static Value mmDialog(List<float[]> response, List<float[]> reference, double scale) {
    double sum = 0;
    for (int i = 0; i < Math.min(response.size(), reference.size()); i++) {
      sum += cosine(response.get(i), reference.get(i)) * scale;
    }
    return Value.of(sum, response.size(), reference.size());
  }

  /**
   * MiniGPT-5's form, and the LoCoMo paper's: of one dialogue, each turn's text compared with its
   * reference's text and image with image; what only one side has counts in that side's
   * denominator. A table's number is the mean over dialogues. <b>Value</b> in [-1, 1]. <b>No
   * element on both sides of any turn</b>: 0.
   *
   * @param dialogue its turns
   */
  public static Value miniGpt5(List<Step> dialogue) {
    double sum = 0;
    int response = 0;
    int reference = 0;
    for (Step step : dialogue) {
      sum += both(step.response.text, step.reference.text);
      sum += both(step.response.image, step.reference.image);
      response += elements(step.response);
      reference += elements(step.reference);
    }
    return Value.of(sum, response, reference);
  }

  /** Whether a text counts as none in MiniGPT-5's form: nothing but ASCII punctuation. */
  public static boolean isNoText(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 127 && !isLetterOrDigit(c));
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int elements(Turn turn) {
    return (turn.text == null ? 0 : 1) + (turn.image == null ? 0 : 1);
  }

  private static double both(float @Nullable [] response, float @Nullable [] reference) {
    return response == null || reference == null ? 0 : cosine(response, reference);
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
