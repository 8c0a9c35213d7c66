package dev.locomo.eval.events;

import dev.locomo.core.dataset.Event;
import dev.locomo.eval.events.EventResults.UnitResult;
import dev.locomo.eval.extractive.WrittenDate;
import dev.locomo.eval.facts.Check;
import dev.locomo.eval.stats.Agreement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which event of a summary tells a gold event: the one that most verdicts connect with it, in
 * either direction; of as many, the first. A gold event that no verdict connects has none.
 */
final class Matching {
  private final List<Event> gold;
  private final List<Event> told;
  private final SortedMap<Integer, Integer> toldOfGold = new TreeMap<>();

  /** All numbers are those of verdicts: from 1. */
  private Matching(List<Event> gold, List<Event> told) {
    this.gold = gold;
    this.told = told;
  }

  static Matching of(UnitResult result) {
    var matching = new Matching(result.unit().gold(), result.summary().events());
    var votes = new TreeMap<Integer, SortedMap<Integer, Integer>>();
    for (var one : result.goldFacts().facts()) {
      if (one.check() instanceof Check.Supported(int by, _)) {
        vote(votes, one.fact().event(), by);
      }
    }
    for (var one : result.toldFacts().facts()) {
      if (one.check() instanceof Check.Supported(int by, _)) {
        vote(votes, by, one.fact().event());
      }
    }
    votes.forEach((event, by) -> matching.toldOfGold.put(event, most(by)));
    return matching;
  }

  private static void vote(Map<Integer, SortedMap<Integer, Integer>> votes, int gold, int told) {
    votes.computeIfAbsent(gold, _ -> new TreeMap<>()).merge(told, 1, Integer::sum);
  }

  /** The lowest number with the most votes; there is one. */
  private static int most(SortedMap<Integer, Integer> votes) {
    int best = 0;
    int most = 0;
    for (var vote : votes.entrySet()) {
      if (vote.getValue() > most) {
        best = vote.getKey();
        most = vote.getValue();
      }
    }
    return best;
  }

  /** Gold events that the summary tells. */
  int matched() {
    return toldOfGold.size();
  }

  /**
   * How far the order of matched events in time agrees: tau-b of the dates on both sides. Events
   * without a readable date do not count. Empty when fewer than two are left, or all are of one
   * day.
   */
  OptionalDouble order() {
    var first = new ArrayList<Double>();
    var second = new ArrayList<Double>();
    toldOfGold.forEach((event, by) -> {
      var a = WrittenDate.middle(gold.get(event - 1).date());
      var b = WrittenDate.middle(told.get(by - 1).date());
      if (a.isPresent() && b.isPresent()) {
        first.add(a.getAsDouble());
        second.add(b.getAsDouble());
      }
    });
    return Agreement.tauB(first, second);
  }

  /** Gold links from a cause to its effect, both among the gold events, by their numbers. */
  static List<Map.Entry<Integer, Integer>> links(List<Event> gold) {
    var numbers = new HashMap<String, Integer>();
    for (int i = 0; i < gold.size(); i++) {
      if (!gold.get(i).id().isEmpty()) {
        numbers.putIfAbsent(gold.get(i).id(), i + 1);
      }
    }
    var links = new ArrayList<Map.Entry<Integer, Integer>>();
    for (int i = 0; i < gold.size(); i++) {
      for (String cause : gold.get(i).causedBy()) {
        Integer number = numbers.get(cause);
        if (number != null && number != i + 1) {
          links.add(Map.entry(number, i + 1));
        }
      }
    }
    return links.stream().distinct().toList();
  }

  /** How many gold links the summary names: its event for the effect has that for the cause. */
  int linksFound() {
    return (int)
        links(gold).stream()
            .filter(link -> {
              Integer cause = toldOfGold.get(link.getKey());
              Integer effect = toldOfGold.get(link.getValue());
              return cause != null
                  && effect != null
                  && told.get(effect - 1).causedBy().contains(told.get(cause - 1).id());
            })
            .count();
  }
}
