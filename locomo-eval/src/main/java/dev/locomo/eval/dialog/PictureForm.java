package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.json.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** In which form a generated turn has its picture. */
public enum PictureForm {
  /** Turns are text alone. */
  NONE,
  /** What it shows, compared with the caption. */
  CAPTION,
  /** The words of an image search, compared with the search that found the published picture. */
  QUERY,
  /** One of several captions, the true one among them where there is one. */
  CANDIDATES;

  /** The name in commands and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a turn really shares, in this form; null when it shares nothing that has it. */
  public @Nullable String of(Turn turn) {
    SharedImage image = turn.image();
    if (image == null || this == NONE) {
      return null;
    }
    return this == QUERY ? image.query() : image.caption();
  }

  /**
   * The pictures a turn can choose among: captions of other turns of the same conversation, and its
   * own where it has one, in an order that says nothing.
   *
   * @param count how many, at least 2; fewer where the conversation has fewer
   * @param seed of choice and order
   */
  public record Candidates(int count, long seed) {

    /** The captions for a turn. */
    public List<String> of(Target target) {
      String own = target.turn().caption();
      var order = Comparator.comparing((String caption) -> rank(target, caption));
      var captions = new ArrayList<String>();
      if (own != null) {
        captions.add(own);
      }
      target.sample().conversation().turns().stream()
          .map(Turn::caption)
          .filter(Objects::nonNull)
          .distinct()
          .filter(caption -> !caption.equals(own))
          .sorted(order)
          .limit(count - captions.size())
          .forEach(captions::add);
      captions.sort(order);
      return List.copyOf(captions);
    }

    private String rank(Target target, String caption) {
      return Sha256.of(seed + "\0" + target.name() + "\0" + caption);
    }
  }
}
