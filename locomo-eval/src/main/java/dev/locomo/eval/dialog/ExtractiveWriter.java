package dev.locomo.eval.dialog;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.text.Salience;
import dev.locomo.core.text.TurnText;
import dev.locomo.eval.dialog.PictureForm.Candidates;
import dev.locomo.eval.dialog.TurnWriter.TurnContent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what the same speaker said before in answer to the most similar message: no model, no
 * key, no network. A floor: it answers in the right voice and mostly beside the point.
 */
public final class ExtractiveWriter implements TurnWriter {
  private static final String ID = "extractive dialog@2";

  /** Of somebody who has said nothing yet. */
  private static final String GREETING = "Hey! Good to see you! How have you been?";

  private final PictureForm picture;
  private final Candidates candidates;
  private final Map<String, Index> bySample = new ConcurrentHashMap<>();

  /** What the turns of a conversation are about. */
  private record Index(Salience salience, Map<Turn, Set<String>> stems) {
    static Index of(Sample sample) {
      var turns = sample.conversation().turns();
      var stems = new ConcurrentHashMap<Turn, Set<String>>();
      turns.forEach(turn -> stems.put(turn, Salience.stems(TurnText.words(turn))));
      return new Index(Salience.among(turns.stream().map(TurnText::words).toList()), stems);
    }

    /** Weight of what both are about, as a share of what each is about: in [0, 1]. */
    double likeness(Turn one, Turn other) {
      Set<String> a = stems.getOrDefault(one, Set.of());
      Set<String> b = stems.getOrDefault(other, Set.of());
      double shared = a.stream().filter(b::contains).mapToDouble(salience::weight).sum();
      double norm = Math.sqrt(weight(a) * weight(b));
      return norm == 0 ? 0 : shared / norm;
    }

    private double weight(Set<String> stems) {
      return stems.stream().mapToDouble(salience::weight).sum();
    }
  }

  /**
   * @param picture in which form a picture is shared
   * @param candidates the pictures at hand, where one is chosen
   */
  public ExtractiveWriter(PictureForm picture, Candidates candidates) {
    this.picture = picture;
    this.candidates = candidates;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String hash() {
    return Sha256.of(ID);
  }

  @Override
  public TurnContent say(Target target, Calls steps) {
    var index = bySample.computeIfAbsent(target.sample().id(), _ -> Index.of(target.sample()));
    List<Turn> before = target.turnsBefore();
    Turn last = before.getLast();
    Turn best = null;
    double most = -1;
    for (int i = 1; i < before.size(); i++) {
      Turn turn = before.get(i);
      double likeness =
          turn.speaker().equals(target.turn().speaker())
              ? index.likeness(before.get(i - 1), last)
              : -1;
      if (likeness >= most && likeness >= 0 && !turn.text().isBlank()) {
        best = turn;
        most = likeness;
      }
    }
    return best == null
        ? new TurnContent(GREETING, null)
        : new TurnContent(best.text().strip(), image(best, target));
  }

  private @Nullable String image(Turn said, Target target) {
    String own = picture.of(said);
    if (own == null || picture != PictureForm.CANDIDATES) {
      return own;
    }
    var wanted = Salience.stems(own);
    String nearest = null;
    int most = 0;
    for (var candidate : candidates.of(target)) {
      String caption = candidate.caption();
      var shared = new HashSet<>(Salience.stems(caption));
      shared.retainAll(wanted);
      if (shared.size() > most) {
        nearest = caption;
        most = shared.size();
      }
    }
    return nearest;
  }
}
