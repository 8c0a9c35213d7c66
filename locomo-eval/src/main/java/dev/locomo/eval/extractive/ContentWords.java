package dev.locomo.eval.extractive;

import dev.locomo.core.text.Word;
import java.util.Set;
import java.util.TreeSet;

/** The words of a text that say something, as stems: those the built-in reader compares by. */
public final class ContentWords {
  private ContentWords() {}

  /** The stems of a text's words without stop words; none for an empty text. */
  public static Set<String> of(String text) {
    var stems = new TreeSet<String>();
    Word.of(text).stream().filter(w -> !w.isStop()).map(Word::stem).forEach(stems::add);
    return stems;
  }
}
