package dev.locomo.core.metric.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Text of other languages than English for metrics that compare English words: each word becomes a
 * token of digits, which no later step cuts, stems or drops, so that the metrics stay what they
 * are. Words are those of Unicode (UAX #29) as Lucene finds them, in lower case; Chinese and
 * Japanese are compared character by character. Stems are Lucene's light stemmers of Spanish,
 * German and French. Articles go; numerals of Chinese and Japanese, and wide digits, become digits.
 * English text is never touched.
 */
public final class LanguageText {
  private static final Map<String, String> NAMES =
      Map.of("zh", "Chinese", "ja", "Japanese", "es", "Spanish", "de", "German", "fr", "French");

  private static final Map<String, Set<String>> ARTICLES =
      Map.of(
          "es", Set.of("el", "la", "los", "las", "un", "una", "unos", "unas", "y"),
          "de",
              Set.of(
                  "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "und"),
          "fr", Set.of("le", "la", "les", "l", "un", "une", "des", "et"));

  private static final Map<String, Pattern> ABSTENTION =
      Map.of(
          "zh",
              Pattern.compile(
                  "没有?(?:被)?(?:提到|提及|说明|讨论|相关)|未(?:被)?(?:提到|提及|说明|知)|不知道|不清楚|无法(?:确定|得知|判断|回答)|没有.{0,6}信息"),
          "ja",
              Pattern.compile(
                  "(?:言及|記載|記述|説明)(?:され|が?あり|は?あり|が?な).{0,6}|わかりません|分かりません|わからない|分からない|不明|情報(?:が|は)(?:ありません|ない)"),
          "es",
              phrases(
                  "no se (?:menciona|dice|indica|sabe|especifica|menciono|mencionó)|no (?:lo"
                      + " )?sé|desconocid[oa]|sin información|no hay información|ninguna mención"),
          "de",
              phrases(
                  "nicht (?:\\w+ )?(?:erwähnt|bekannt|gesagt|angegeben|besprochen)|weiß (?:ich"
                      + " )?(?:es )?nicht|keine (?:angaben?|informationen?|erwähnung)|unbekannt"),
          "fr",
              phrases(
                  "pas (?:été )?(?:mentionnée?|précisée?|indiquée?|connue?|dit)|(?:ne|n') ?sais"
                      + " pas|aucune (?:information|mention|indication)|inconnue?"));

  private static final Pattern NUMERAL = Pattern.compile("[〇零一二两三四五六七八九十百千]+");
  private static final String DIGITS = "零一二三四五六七八九";

  private LanguageText() {}

  private static Pattern phrases(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Whether text of the language is compared by words of its own. */
  public static boolean knows(String language) {
    return NAMES.containsKey(language);
  }

  /** What words were compared, one sentence; empty for English and for unknown languages. */
  public static String about(String language) {
    if (!knows(language)) {
      return "";
    }
    boolean characters = language.equals("zh") || language.equals("ja");
    return "Token F1, ROUGE and BLEU compare "
        + (characters ? "characters of " : "words of ")
        + NAMES.get(language)
        + (characters ? "." : ", stems by Lucene's light stemmer.");
  }

  /** Whether an answer says that there is none, in a phrase of the language. */
  public static boolean abstains(String language, String answer) {
    Pattern phrase = ABSTENTION.get(language);
    return phrase != null && phrase.matcher(answer).find();
  }

  /**
   * The words as tokens of digits with spaces between them; commas stay, since they separate parts.
   *
   * @param language one that is known
   * @param stemmed whether the words are stemmed
   */
  public static String plain(String text, String language, boolean stemmed) {
    var parts = new StringJoiner(", ");
    for (String part : text.split("[,，、]", -1)) {
      parts.add(tokens(part, language, stemmed));
    }
    return parts.toString();
  }

  private static String tokens(String part, String language, boolean stemmed) {
    boolean numerals = language.equals("zh") || language.equals("ja");
    String text = numerals ? NUMERAL.matcher(part).replaceAll(LanguageText::number) : part;
    var tokens = new StringJoiner(" ");
    try (var words = new StandardTokenizer()) {
      words.setReader(new StringReader(text));
      TokenStream terms =
          filtered(new LowerCaseFilter(new CJKWidthFilter(words)), language, stemmed);
      var term = terms.addAttribute(CharTermAttribute.class);
      terms.reset();
      while (terms.incrementToken()) {
        String word = term.toString();
        if (!ARTICLES.getOrDefault(language, Set.of()).contains(word)) {
          tokens.add(token(word));
        }
      }
      terms.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is read but a string
    }
    return tokens.toString();
  }

  private static TokenStream filtered(TokenStream words, String language, boolean stemmed) {
    if (!stemmed) {
      return words;
    }
    return switch (language) {
      case "es" -> new SpanishLightStemFilter(words);
      case "de" -> new GermanLightStemFilter(new GermanNormalizationFilter(words));
      case "fr" -> new FrenchLightStemFilter(words);
      default -> words;
    };
  }

  /** Digits alone; a number stays itself. */
  private static String token(String word) {
    if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return word;
    }
    var token = new StringBuilder("0");
    word.chars().forEach(c -> token.append(String.format(Locale.ROOT, "%05d", c)));
    return token.toString();
  }

  /** A numeral below ten thousand as digits; digits written one after the other stay so. */
  private static String number(MatchResult numeral) {
    String text = numeral.group().replace('〇', '零').replace('两', '二');
    int sum = 0;
    int digit = -1;
    var plain = new StringBuilder();
    for (char c : text.toCharArray()) {
      int value = DIGITS.indexOf(c);
      int unit = List.of('十', '百', '千').indexOf(c);
      if (value >= 0) {
        plain.append(value);
        digit = value;
      } else {
        sum += (int) Math.pow(10, unit + 1) * (digit < 0 ? 1 : digit);
        digit = -1;
      }
    }
    boolean units = text.matches(".*[十百千].*");
    return units ? Integer.toString(sum + Math.max(0, digit)) : plain.toString();
  }
}
