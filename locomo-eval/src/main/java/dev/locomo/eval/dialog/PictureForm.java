package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.Turn.SharedImage;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.picture.ShownPicture;
import dev.locomo.eval.context.Pictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
   * The pictures a turn can choose among: its own, where it has one, and pictures of other
   * conversations that the turn's history does not hold, in an order that says nothing. Where the
   * history holds one like its own, all are from the history. So nothing is won by what was seen
   * before, and nothing of later turns is shown.
   *
   * @param count how many, at least 2; fewer where there are fewer
   * @param seed of choice and order
   * @param samples all conversations
   * @param pictures in which form they are shown
   */
  public record Candidates(int count, long seed, List<Sample> samples, Pictures pictures) {
    /**
     * A picture at hand.
     *
     * @param sample whose it is
     * @param turn that shares it; it has a caption
     */
    record Candidate(Sample sample, Turn turn) {
      String caption() {
        return Objects.requireNonNull(turn.caption());
      }
    }

    /** The pictures for a turn, each with another caption. */
    List<Candidate> of(Target target) {
      @Nullable String own = target.turn().caption();
      Set<String> seen = seen(target);
      boolean known = own != null && seen.contains(own);
      boolean sends = sends(target);
      var others = new TreeMap<String, Candidate>();
      for (Sample sample : known ? List.of(target.sample()) : samples) {
        boolean same = sample.id().equals(target.sample().id());
        var turns = known ? target.turnsBefore() : sample.conversation().turns();
        for (Turn turn : same && !known ? List.<Turn>of() : turns) {
          @Nullable String caption = turn.caption();
          if (caption != null
              && seen.contains(caption) == known
              && !caption.equals(own)
              && (!sends || sent(sample, turn))) {
            others.putIfAbsent(rank(target, caption), new Candidate(sample, turn));
          }
        }
      }
      var drawn = new TreeMap<String, Candidate>();
      others.entrySet().stream()
          .limit(count - (own == null ? 0 : 1))
          .forEach(one -> drawn.put(one.getKey(), one.getValue()));
      if (own != null) {
        drawn.put(rank(target, own), new Candidate(target.sample(), target.turn()));
      }
      return List.copyOf(drawn.values());
    }

    /** Captions stand for all pictures of a turn whose own is not there: else it would show. */
    private boolean sends(Target target) {
      Turn turn = target.turn();
      return pictures.form().sends() && (turn.caption() == null || sent(target.sample(), turn));
    }

    private boolean sent(Sample sample, Turn turn) {
      return pictures.of(sample.conversation(), turn).isPresent();
    }

    /** As they are sent to choose among; empty where captions alone are. */
    List<ShownPicture> sent(Target target) {
      if (!sends(target)) {
        return List.of();
      }
      var sent = new ArrayList<ShownPicture>();
      for (Candidate one : of(target)) {
        String label = "candidate " + (sent.size() + 1);
        sent.add(pictures.of(one.sample.conversation(), one.turn).orElseThrow().named(label));
      }
      return sent;
    }

    /** A line for each. */
    String listed(Target target) {
      var all = of(target);
      boolean sends = sends(target);
      var lines = new ArrayList<String>();
      for (int i = 1; i <= all.size(); i++) {
        String caption = all.get(i - 1).caption();
        boolean bare = sends && pictures.form() == Pictures.Form.FILES;
        lines.add(
            i
                + ". "
                + (sends ? "candidate " + i : "")
                + (bare ? "" : (sends ? ", " : "") + caption));
      }
      return String.join("\n", lines);
    }

    /**
     * How often the true picture is chosen by somebody who understands nothing and takes any that
     * the history does not hold; in [0, 1].
     */
    double byElimination(Target target) {
      Set<String> seen = seen(target);
      var unseen = of(target).stream().filter(c -> !seen.contains(c.caption())).toList();
      boolean own = unseen.stream().anyMatch(c -> c.caption().equals(target.turn().caption()));
      return unseen.isEmpty() ? 1.0 / of(target).size() : own ? 1.0 / unseen.size() : 0;
    }

    private static Set<String> seen(Target target) {
      return target.turnsBefore().stream()
          .map(Turn::caption)
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());
    }

    private String rank(Target target, String caption) {
      return Sha256.of(seed + "\0" + target.name() + "\0" + caption);
    }
  }
}
