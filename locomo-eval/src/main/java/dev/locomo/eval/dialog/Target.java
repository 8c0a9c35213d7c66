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
 * A turn that is to be generated. What generates it may see what comes before it and nothing else.
 *
 * @param sample its conversation
 * @param session its session
 * @param turn what was really said
 */
public record Target(Sample sample, Session session, Turn turn) {
  /** The name in files, for example {@code conv-26/D3:5}. */
  public String name() {
    return sample.id() + "/" + turn.id();
  }

  /** The other speaker. */
  public String other() {
    var talk = sample.conversation();
    return turn.speaker().equals(talk.speakerA()) ? talk.speakerB() : talk.speakerA();
  }

  /** The sessions up to the turn, each with its turns before it; the last one may have none. */
  public List<Session> before() {
    var before = new ArrayList<Session>();
    for (Session one : sample.conversation().sessions()) {
      if (one.number() < session.number()) {
        before.add(one);
      } else if (one.number() == session.number()) {
        var turns = one.turns().subList(0, one.turns().indexOf(turn));
        before.add(new Session(one.number(), one.dateText(), one.time(), turns));
      }
    }
    return before;
  }

  /** The turns before it, oldest first. */
  public List<Turn> turnsBefore() {
    return before().stream().flatMap(one -> one.turns().stream()).toList();
  }

  /**
   * Which turns are generated: a sample without replacement that depends on the seed and the names
   * of the turns alone. A smaller sample is part of a larger one with the same seed.
   *
   * @param max most turns, at least 1
   * @param seed of the sample
   * @param picturesOnly whether only turns that share a picture are taken
   */
  public record TurnSelection(int max, long seed, boolean picturesOnly) {

    /**
     * The turns, in file order; the first turn of a conversation follows nothing and is left out.
     */
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
}
