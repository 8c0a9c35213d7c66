package dev.locomo.eval.dialog;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.json.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * Which turns are generated: a sample without replacement that depends on the seed and the names of
 * the turns alone. A smaller sample is part of a larger one with the same seed.
 *
 * @param max most turns, at least 1
 * @param seed of the sample
 * @param picturesOnly whether only turns that share a picture are taken
 */
public record TurnSelection(int max, long seed, boolean picturesOnly) {

  /** The turns, in file order; the first turn of a conversation follows nothing and is left out. */
  public List<Target> of(List<Sample> samples) {
    var all = new ArrayList<Target>();
    for (Sample sample : samples) {
      boolean first = true;
      for (Session session : sample.conversation().sessions()) {
        for (Turn turn : session.turns()) {
          if (!first && (!picturesOnly || turn.image() != null)) {
            all.add(new Target(sample, session, turn));
          }
          first = false;
        }
      }
    }
    var drawn =
        new HashSet<>(
            all.stream()
                .map(Target::name)
                .sorted(Comparator.comparing((String name) -> Sha256.of(seed + "\0" + name)))
                .limit(max)
                .toList());
    return all.stream().filter(target -> drawn.contains(target.name())).toList();
  }
}
