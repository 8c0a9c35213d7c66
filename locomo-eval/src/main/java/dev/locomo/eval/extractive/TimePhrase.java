package dev.locomo.eval.extractive;

import dev.locomo.core.text.Word;

/**
 * A time expression of a text.
 *
 * @param start index of its first character
 * @param end index after its last character
 * @param span the time it means
 */
record TimePhrase(int start, int end, TimeSpan span) {
  boolean covers(Word word) {
    return start <= word.start() && word.end() <= end;
  }

  boolean overlaps(TimePhrase other) {
    return start < other.end && other.start < end;
  }
}
