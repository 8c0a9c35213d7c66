package dev.locomo.rag.vision;

/**
 * How captions are made.
 *
 * @param prompt what every caption begins with; may be empty
 * @param longest most tokens, the prompt's included; at least 2
 * @param beams 1 for greedy search; at least 1
 * @param lengthPenalty above 0 favours longer captions; only with several beams
 */
public record CaptionSettings(String prompt, int longest, int beams, double lengthPenalty) {
  /** What LoCoMo's captions were conditioned on. */
  public static final String PHOTOGRAPHY = "a photography of";

  /**
   * What LoCoMo's captions were made with: conditioned on {@link #PHOTOGRAPHY}, and otherwise with
   * the defaults of transformers, which are greedy search and 20 tokens.
   */
  public static final CaptionSettings PUBLISHED = new CaptionSettings(PHOTOGRAPHY, 20, 1, 1);

  /** The caption as LoCoMo has it: after {@link #PHOTOGRAPHY} every "photography" is a "photo". */
  String finished(String caption) {
    return prompt.equals(PHOTOGRAPHY) ? caption.replace("photography", "photo") : caption;
  }
}
