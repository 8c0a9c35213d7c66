package dev.locomo.eval.extractive;

import dev.locomo.core.dataset.Turn;
import dev.locomo.core.text.Word;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A sentence that was said, or the caption of a picture that was shown.
 *
 * @param turn where
 * @param text as in the turn
 * @param words of {@code text}, in order
 * @param caption whether it is a caption
 */
record Sentence(Turn turn, String text, List<Word> words, boolean caption) {
  private static final Pattern END = Pattern.compile("(?<=[.!?…])\\s+|\\n+");

  /** The sentences of a turn in order, its caption last; none when it says nothing. */
  static List<Sentence> of(Turn turn) {
    var sentences = new ArrayList<Sentence>();
    for (String text : END.split(turn.text())) {
      sentences.add(new Sentence(turn, text, Word.of(text), false));
    }
    String caption = turn.caption();
    if (caption != null) {
      sentences.add(new Sentence(turn, caption, Word.of(caption), true));
    }
    sentences.removeIf(s -> s.words.isEmpty());
    return sentences;
  }

  /** Which of these stems it has. */
  Set<String> shared(Collection<String> stems) {
    var shared = new HashSet<String>();
    words.stream().map(Word::stem).filter(stems::contains).forEach(shared::add);
    return shared;
  }

  /** What stands between a word and the one before; before the first word nothing. */
  String before(int word) {
    return word == 0 ? "" : text.substring(words.get(word - 1).end(), words.get(word).start());
  }
}
