package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.text.Word;
import dev.locomo.rag.index.Bm25;
import dev.locomo.rag.index.WordCounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The turns of one conversation, scored with BM25 and by what their neighbours say. */
final class TurnIndex {
  /** Share of a question's score that goes to the turn after it, and share that it keeps. */
  private static final double ANSWERS = 0.8;

  private static final double ASKS = 0.7;

  /** Share of a turn's score that goes to the turn before it. */
  private static final double LEADS_TO = 0.2;

  /** Turns whose words are kept, which take ten times the memory of their text. */
  private static final int READ = 4096;

  private final List<IndexedTurn> turns = new ArrayList<>();
  private final AtomicReferenceArray<@Nullable Read> read;
  private final Bm25 words;

  private record Read(IndexedTurn turn, List<Sentence> sentences) {}

  TurnIndex(Conversation conversation) {
    for (Session session : conversation.sessions()) {
      LocalDate day = session.time() == null ? null : session.time().toLocalDate();
      for (Turn turn : session.turns()) {
        turns.add(IndexedTurn.of(turns.size(), day, turn));
      }
    }
    read = new AtomicReferenceArray<>(Math.clamp(turns.size(), 1, READ));
    words = new Bm25(WordCounts.of(turns.stream().map(this::stems)), Bm25.Variant.TURNS);
  }

  private List<String> stems(IndexedTurn turn) {
    return sentences(turn).stream()
        .flatMap(s -> s.words().stream())
        .filter(w -> !w.isStop())
        .map(Word::stem)
        .toList();
  }

  /** What was said in a turn, then the caption; those of {@value #READ} turns are kept. */
  List<Sentence> sentences(IndexedTurn turn) {
    int place = turn.place() % read.length();
    Read there = read.get(place);
    if (there == null || there.turn != turn) {
      there = new Read(turn, Sentence.of(turn.turn()));
      read.set(place, there);
    }
    return there.sentences;
  }

  /** Oldest first. */
  List<IndexedTurn> turns() {
    return turns;
  }

  /** How much a stem tells: above 0, the rarer the more, most for one that nobody said. */
  double weight(String stem) {
    return words.idf(stem);
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
    double[] own = words.scores(stems);
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
}
