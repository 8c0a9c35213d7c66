package dev.locomo.gen.image;

import dev.locomo.rag.index.Bm25;
import java.util.Arrays;
import java.util.List;

/** How well each picture of a folder fits a search. */
interface PictureRanking extends AutoCloseable {
  /** The score of a picture that is no match. */
  double NONE = Double.NEGATIVE_INFINITY;

  /** What identifies it besides names and captions; nothing where these are all that counts. */
  String id();

  /**
   * Makes what it needs, before the first search; may take long.
   *
   * @throws dev.locomo.core.error.UserError when no picture can be a match
   */
  default void prepare() {}

  /** One score a picture, in their order, the higher the better; {@link #NONE} for no match. */
  double[] scores(String query);

  @Override
  default void close() {}

  /** By the words that a caption shares with the search (BM25): none is no match. */
  static PictureRanking byWords(List<String> captions) {
    var index = Bm25.of(captions);
    return new PictureRanking() {
      @Override
      public String id() {
        return "";
      }

      @Override
      public double[] scores(String query) {
        return Arrays.stream(index.scores(query)).map(score -> score > 0 ? score : NONE).toArray();
      }
    };
  }
}
