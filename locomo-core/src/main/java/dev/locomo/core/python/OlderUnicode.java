package dev.locomo.core.python;

import java.text.Normalizer;
import java.util.BitSet;

/**
 * The characters that this JVM knows and the original's environment does not. Python 3.11 has
 * Unicode 14 and its {@code regex} module Unicode 15, Java 25 has Unicode 16. Apart from characters
 * that were assigned later the three agree on every property that is used here.
 */
final class OlderUnicode {
  /** First and last code point of each range assigned after Unicode 15.0. */
  private static final int[] LATER = {
    0x897, 0x897, 0x1B4E, 0x1B4F, 0x1B7F, 0x1B7F, 0x1C89, 0x1C8A, 0x2427, 0x2429, 0x2FFC, 0x2FFF,
    0x31E4, 0x31E5, 0x31EF, 0x31EF, 0xA7CB, 0xA7CD, 0xA7DA, 0xA7DC, 0x105C0, 0x105F3, 0x10D40,
    0x10D65, 0x10D69, 0x10D85, 0x10D8E, 0x10D8F, 0x10EC2, 0x10EC4, 0x10EFC, 0x10EFC, 0x11380,
    0x11389, 0x1138B, 0x1138B, 0x1138E, 0x1138E, 0x11390, 0x113B5, 0x113B7, 0x113C0, 0x113C2,
    0x113C2, 0x113C5, 0x113C5, 0x113C7, 0x113CA, 0x113CC, 0x113D5, 0x113D7, 0x113D8, 0x113E1,
    0x113E2, 0x116D0, 0x116E3, 0x11BC0, 0x11BE1, 0x11BF0, 0x11BF9, 0x11F5A, 0x11F5A, 0x13460,
    0x143FA, 0x16100, 0x16139, 0x16D40, 0x16D79, 0x18CFF, 0x18CFF, 0x1CC00, 0x1CCF9, 0x1CD00,
    0x1CEB3, 0x1E5D0, 0x1E5FA, 0x1E5FF, 0x1E5FF, 0x1F8B2, 0x1F8BB, 0x1F8C0, 0x1F8C1, 0x1FA89,
    0x1FA89, 0x1FA8F, 0x1FA8F, 0x1FABE, 0x1FABE, 0x1FAC6, 0x1FAC6, 0x1FADC, 0x1FADC, 0x1FADF,
    0x1FADF, 0x1FAE9, 0x1FAE9, 0x1FBCB, 0x1FBEF, 0x2EBF0, 0x2EE5D
  };

  /** Of what Unicode 15.0 added to 14.0, the blocks where decomposition or case is touched. */
  private static final int[] ADDED_IN_15 = {
    0xECE, 0xECE, 0x10EFD, 0x10EFF, 0x11241, 0x11241, 0x11F00, 0x11F59, 0x13439, 0x13455, 0x1DF25,
    0x1DF2A, 0x1E030, 0x1E08F, 0x1E4D0, 0x1E4F9
  };

  private static final BitSet NOT_IN_15 = set(LATER);
  private static final BitSet NOT_IN_14 = set(LATER, ADDED_IN_15);

  private OlderUnicode() {}

  private static BitSet set(int[]... lists) {
    var set = new BitSet(0x30000);
    for (int[] ranges : lists) {
      for (int i = 0; i < ranges.length; i += 2) {
        set.set(ranges[i], ranges[i + 1] + 1);
      }
    }
    return set;
  }

  /** Whether the {@code regex} module does not know this character although this JVM may. */
  static boolean notIn15(int codePoint) {
    return codePoint >= LATER[0] && NOT_IN_15.get(codePoint);
  }

  /** Whether Python's own strings do not know this character although this JVM may. */
  static boolean notIn14(int codePoint) {
    return codePoint >= LATER[0] && NOT_IN_14.get(codePoint);
  }

  /**
   * Canonical decomposition by Unicode 14. A character that it does not know is a starter without
   * decomposition, so the text between two such characters can be decomposed by itself.
   */
  static String nfd(String text) {
    var out = new StringBuilder(text.length() + 8);
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (notIn14(c)) {
        out.append(Normalizer.normalize(text.substring(from, i), Normalizer.Form.NFD));
        out.append(text, i, next);
        from = next;
      }
      i = next;
    }
    return out.append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFD)).toString();
  }
}
