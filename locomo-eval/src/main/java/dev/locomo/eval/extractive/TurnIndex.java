package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inverted index of the turns of one conversation, scored with BM25 (Robertson and Zaragoza, The
 * Probabilistic Relevance Framework, 2009, section 3).
 */
final class TurnIndex {
  /** BM25's saturation and length normalisation: low, since turns are short and say things once. */
  private static final double K1 = 0.5;

  private static final double B = 0.35;

  /** Share of a question's score that goes to the turn after it, and share that it keeps. */
  private static final double ANSWERS = 0.8;

  private static final double ASKS = 0.7;

  /** Share of a turn's score that goes to the turn before it. */
  private static final double LEADS_TO = 0.2;

  private final List<IndexedTurn> turns = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private final Map<String, List<Posting>> postings = new HashMap<>();
  private final double meanLength;

  TurnIndex(Conversation conversation) {
    for (Session session : conversation.sessions()) {
      for (Turn turn : session.turns()) {
        add(IndexedTurn.of(turns.size(), session, turn));
      }
    }
    meanLength = Math.max(1, lengths.stream().mapToInt(n -> n).average().orElse(1));
  }

  private void add(IndexedTurn turn) {
    var counts = new HashMap<String, Integer>();
    turn.sentences().stream()
        .flatMap(s -> s.words().stream())
        .filter(w -> !w.isStop())
        .forEach(w -> counts.merge(w.stem(), 1, Integer::sum));
    turns.add(turn);
    lengths.add(counts.values().stream().mapToInt(n -> n).sum());
    counts.forEach((stem, count) ->
        postings
            .computeIfAbsent(stem, s -> new ArrayList<>())
            .add(new Posting(turn.place(), count)));
  }

  /** Oldest first. */
  List<IndexedTurn> turns() {
    return turns;
  }

  /** How much a stem tells: above 0, the rarer the more, most for one that nobody said. */
  double weight(String stem) {
    int n = postings.getOrDefault(stem, List.of()).size();
    return Math.log(1 + (turns.size() - n + 0.5) / (n + 0.5));
  }

  /** What the stems tell together; 0 for none. */
  double weight(Collection<String> stems) {
    return stems.stream().mapToDouble(this::weight).sum();
  }

  /**
   * How well each turn fits, by its place: BM25 plus what its neighbours lend. An answer rarely
   * repeats the words of its question, so a question hands most of its score on.
   */
  double[] scores(Collection<String> stems) {
    double[] own = ownScores(stems);
    double[] all = own.clone();
    for (int i = 0; i < own.length; i++) {
      boolean asks = turns.get(i).asks();
      all[i] -= asks ? (1 - ASKS) * own[i] : 0;
      if (i > 0 && turns.get(i).sameSession(turns.get(i - 1))) {
        all[i] += turns.get(i - 1).asks() ? ANSWERS * own[i - 1] : 0;
        all[i - 1] += LEADS_TO * own[i];
      }
    }
    return all;
  }

  private double[] ownScores(Collection<String> stems) {
    double[] scores = new double[turns.size()];
    for (String stem : stems) {
      for (Posting p : postings.getOrDefault(stem, List.of())) {
        double norm = K1 * (1 - B + B * lengths.get(p.place) / meanLength);
        scores[p.place] += weight(stem) * p.count * (K1 + 1) / (p.count + norm);
      }
    }
    return scores;
  }

  /** A stem occurs {@code count} times in a turn. */
  private record Posting(int place, int count) {}
}
