package dev.locomo.core.metric.text;

import dev.locomo.core.python.PythonText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Porter's stemmer with the changes that NLTK makes by default. Any text is allowed; characters
 * other than a, e, i, o, u and y count as consonants. No recursion: NLTK overflows its stack at
 * about 1000 y's in a row, this does not.
 *
 * <p><b>Source</b> M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980; NLTK 3.8.1
 * {@code nltk.stem.porter}, mode {@code NLTK_EXTENSIONS}.
 */
public final class PorterStemmer {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("sky", "sky"),
          Map.entry("skies", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("inning", "inning"),
          Map.entry("innings", "inning"),
          Map.entry("outing", "outing"),
          Map.entry("outings", "outing"),
          Map.entry("canning", "canning"),
          Map.entry("cannings", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  /** Suffix, replacement, suffix, replacement: the first suffix that matches decides. */
  private static final String[] STEP_2 = {
    "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble",
    "alli", "al", "entli", "ent", "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate",
    "ator", "ate", "alism", "al", "iveness", "ive", "fulness", "ful", "ousness", "ous", "aliti",
    "al", "iviti", "ive", "biliti", "ble", "fulli", "ful"
  };

  private static final String[] STEP_3 = {
    "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", ""
  };

  private static final String[] STEP_4 = {
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize"
  };

  /** Stems already found: answers repeat few words often. Bounded, since input is not ours. */
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KEPT = 1 << 15;
  private static final int LONGEST_KEPT = 40;

  /** The word as it is now: its first {@code length} code points. */
  private final int[] letters;

  private int length;

  private PorterStemmer(String word) {
    letters = word.codePoints().toArray();
    length = letters.length;
  }

  /** The stem, in lower case. Words of one or two characters are only lower-cased. */
  public static String stem(String word) {
    String known = KNOWN.get(word);
    if (known != null) {
      return known;
    }
    String stem = compute(word);
    if (word.length() <= LONGEST_KEPT && KNOWN.size() < MOST_KEPT) {
      KNOWN.put(word, stem);
    }
    return stem;
  }

  /** As {@link #stem}, worked out again. */
  static String compute(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return irregular;
    }
    String lower = PythonText.lower(word);
    return word.codePointCount(0, word.length()) <= 2 ? lower : new PorterStemmer(lower).stem();
  }

  private String stem() {
    plurals();
    pastAndProgressive();
    finalY();
    doubleSuffixes();
    replaceFirst(STEP_3);
    removeFirst();
    finalE();
    finalDoubleL();
    return new String(letters, 0, length);
  }

  private void plurals() {
    if (ends("ies")) {
      length -= length == 4 ? 1 : 2;
    } else if (ends("sses")) {
      length -= 2;
    } else if (ends("s") && !ends("ss")) {
      length -= 1;
    }
  }

  private void pastAndProgressive() {
    if (ends("ied")) {
      length -= length == 4 ? 1 : 2;
    } else if (ends("eed")) {
      length -= measure(length - 3) > 0 ? 1 : 0;
    } else if (ends("ed") && hasVowel(length - 2)) {
      length -= 2;
      repairStem();
    } else if (ends("ing") && hasVowel(length - 3)) {
      length -= 3;
      repairStem();
    }
  }

  private void repairStem() {
    if (ends("at") || ends("bl") || ends("iz")) {
      append("e");
    } else if (endsInDoubleConsonant()) {
      int last = letters[length - 1];
      length -= last == 'l' || last == 's' || last == 'z' ? 0 : 1;
    } else if (measure(length) == 1 && endsShort(length)) {
      append("e");
    }
  }

  private void finalY() {
    if (ends("y") && length > 2 && isConsonant(length - 2)) {
      letters[length - 1] = 'i';
    }
  }

  private void doubleSuffixes() {
    if (ends("alli") && measure(length - 4) > 0) {
      length -= 2;
    }
    if (!replaceFirst(STEP_2) && ends("logi") && measure(length - 3) > 0) {
      length -= 1;
    }
  }

  /** Applies the first rule whose suffix matches, if what precedes has a measure. */
  private boolean replaceFirst(String[] rules) {
    for (int i = 0; i < rules.length; i += 2) {
      if (ends(rules[i])) {
        int stem = length - rules[i].length();
        if (measure(stem) > 0) {
          length = stem;
          append(rules[i + 1]);
        }
        return true;
      }
    }
    return false;
  }

  private void removeFirst() {
    for (String suffix : STEP_4) {
      if (ends(suffix)) {
        int stem = length - suffix.length();
        boolean fits = !suffix.equals("ion") || endsInSOrT(stem);
        length = fits && measure(stem) > 1 ? stem : length;
        return;
      }
    }
  }

  private boolean endsInSOrT(int stem) {
    return stem > 0 && (letters[stem - 1] == 's' || letters[stem - 1] == 't');
  }

  private void finalE() {
    if (ends("e")) {
      int measure = measure(length - 1);
      length -= measure > 1 || (measure == 1 && !endsShort(length - 1)) ? 1 : 0;
    }
  }

  private void finalDoubleL() {
    length -= ends("ll") && measure(length - 1) > 1 ? 1 : 0;
  }

  private boolean ends(String suffix) {
    int from = length - suffix.length();
    if (from < 0) {
      return false;
    }
    for (int i = suffix.length() - 1; i >= 0; i--) {
      if (letters[from + i] != suffix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Never runs out of room: no suffix is longer than what was cut off before it. */
  private void append(String suffix) {
    for (int i = 0; i < suffix.length(); i++) {
      letters[length++] = suffix.charAt(i);
    }
  }

  private static boolean isVowelLetter(int c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
  }

  /** In a run of y's consonant and vowel alternate, so the run's start decides. */
  private boolean isConsonant(int at) {
    int start = at;
    while (start > 0 && letters[start] == 'y') {
      start--;
    }
    boolean first = !isVowelLetter(letters[start]);
    return first == ((at - start) % 2 == 0);
  }

  private boolean hasVowel(int stem) {
    boolean consonant = false;
    for (int i = 0; i < stem; i++) {
      consonant = follows(consonant, letters[i]);
      if (!consonant) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a letter is a consonant, given its predecessor; the start of a word counts as a vowel.
   */
  private static boolean follows(boolean afterConsonant, int letter) {
    return letter == 'y' ? !afterConsonant : !isVowelLetter(letter);
  }

  /** How often a consonant follows a vowel among the first {@code stem} letters. */
  private int measure(int stem) {
    int measure = 0;
    boolean consonant = false;
    for (int i = 0; i < stem; i++) {
      boolean next = follows(consonant, letters[i]);
      measure += next && !consonant && i > 0 ? 1 : 0;
      consonant = next;
    }
    return measure;
  }

  private boolean endsInDoubleConsonant() {
    return length >= 2 && letters[length - 1] == letters[length - 2] && isConsonant(length - 1);
  }

  /** Consonant, vowel, consonant other than w, x, y; or a word of just vowel and consonant. */
  private boolean endsShort(int stem) {
    if (stem == 2) {
      return !isConsonant(0) && isConsonant(1);
    }
    return stem >= 3
        && isConsonant(stem - 3)
        && !isConsonant(stem - 2)
        && isConsonant(stem - 1)
        && "wxy".indexOf(letters[stem - 1]) < 0;
  }
}
