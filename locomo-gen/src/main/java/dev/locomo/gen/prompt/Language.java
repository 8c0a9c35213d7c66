package dev.locomo.gen.prompt;

import dev.locomo.core.error.UserError;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The language that a conversation is held in, and a coarse look whether a text is in it: by script
 * where the language has one of its own, else by frequent words. It says "another language" only
 * when that is plain; short texts pass.
 */
public final class Language {
  private static final int LETTERS = 20;
  private static final int VOTES = 3;

  /** Words that are frequent in one of these languages and rare or unknown in the others. */
  private static final Map<String, Set<String>> WORDS =
      new TreeMap<>(
          Map.of(
              "en", words("the and you that with have this was are my been what your it's for"),
              "de", words("und der die das ich nicht ist mit ein eine auch wir habe sehr für"),
              "fr", words("le les des une est je vous pas pour que avec dans mais très c'est"),
              "es", words("el los las una que es muy para pero con mi estoy cómo también hace"),
              "it", words("il gli che una per sono non molto anche della con come ho questo"),
              "pt", words("uma não para com muito mas você meu minha está isso foi eu também"),
              "nl", words("het een van ik niet dat met voor maar ook zijn heb je wij deze")));

  private final String code;
  private final String english;

  private Language(String code, String english) {
    this.code = code;
    this.english = english;
  }

  private static Set<String> words(String words) {
    return Set.copyOf(Arrays.asList(words.split(" ")));
  }

  /**
   * The language of a code ({@code de}) or an English name ({@code German}).
   *
   * @throws UserError when there is no such language
   */
  public static Language of(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (String code : Locale.getISOLanguages()) {
      String name = Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
      if (code.equals(wanted) || name.toLowerCase(Locale.ROOT).equals(wanted)) {
        return new Language(code, name);
      }
    }
    throw new UserError(
        "unknown --language '" + text + "'", "a code such as de, or an English name: German");
  }

  /** The English name, as prompts say it. */
  public String english() {
    return english;
  }

  /** The two-letter code. */
  public String code() {
    return code;
  }

  /** What is wrong with a text that is plainly in another language. */
  public Optional<String> problem(String text) {
    return inOtherScript(text) || inOtherWords(text)
        ? Optional.of("your reply is not in " + english)
        : Optional.empty();
  }

  private UnicodeScript script() {
    return switch (code) {
      case "ru", "uk", "bg" -> UnicodeScript.CYRILLIC;
      case "el" -> UnicodeScript.GREEK;
      case "ar", "fa" -> UnicodeScript.ARABIC;
      case "he" -> UnicodeScript.HEBREW;
      case "hi" -> UnicodeScript.DEVANAGARI;
      case "th" -> UnicodeScript.THAI;
      case "ko" -> UnicodeScript.HANGUL;
      case "zh", "ja" -> UnicodeScript.HAN;
      default -> UnicodeScript.LATIN;
    };
  }

  private boolean inOtherScript(String text) {
    UnicodeScript wanted = script();
    if (wanted == UnicodeScript.LATIN && !WORDS.containsKey(code)) {
      return false;
    }
    int[] letters = text.codePoints().filter(Character::isLetter).toArray();
    long fitting = Arrays.stream(letters).filter(c -> fits(c, wanted)).count();
    return letters.length >= LETTERS && fitting * 2 < letters.length;
  }

  private static boolean fits(int letter, UnicodeScript wanted) {
    var script = UnicodeScript.of(letter);
    return script == wanted
        || (wanted == UnicodeScript.HAN
            && (script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA));
  }

  private boolean inOtherWords(String text) {
    if (!WORDS.containsKey(code)) {
      return false;
    }
    var found = Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}']+"));
    long own = votes(found, code);
    return WORDS.keySet().stream()
        .filter(other -> !other.equals(code))
        .anyMatch(other -> votes(found, other) >= VOTES + 2 * own);
  }

  private static long votes(List<String> found, String language) {
    Set<String> words = WORDS.getOrDefault(language, Set.of());
    return found.stream().filter(words::contains).count();
  }
}
