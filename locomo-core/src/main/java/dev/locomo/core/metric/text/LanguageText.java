package dev.locomo.core.metric.text;

import dev.locomo.core.profile.BenchmarkProfile;
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

  /** Looked for in a clause; {@code ^} and {@code $} are its ends. */
  private static final Map<String, Pattern> ABSTENTION =
      Map.of(
          "zh",
              phrases(
                  "(?:没有?|沒有?|未|無|无) ?(?:被|有)?(?:提到|提及|提过|說明|说明|讨论|討論|说到|记录|記錄|说$)"
                      + "|^(?:我们?|我們)(?:也|并|並)?(?:不知道|不清楚|不确定|不確定)|^(?:不知道|不清楚|不确定|不確定)$"
                      + "|(?:无法|無法|不能)(?:[从從].{0,12})?(?:确定|確定|得知|判断|判斷|回答|知道)"
                      + "|(?:没有|沒有|无|無|缺乏|缺少).{0,8}(?:信息|資訊|资讯|訊息)|(?:信息|資訊|资讯)不足"
                      + "|^(?:未知|不详|不詳|不明|无|無|(?:没有|沒有|无|無)答案)$"),
          "ja",
              phrases(
                  "(?:言及|記載|記述|説明|明記)(?:は|が|も)?(?:されて(?:は)?(?:い)?(?:ない|ません|なかった)|(?:ありません|ない|なし|無し))"
                      + "|(?:わか|分か)(?:りません|らない)|(?:^|私は)知りません|(?:^|は|が)不明(?:です)?$"
                      + "|情報(?:が|は|も)?(?:ありません|ない|なし|不足|足りません)"
                      + "|(?:判断|特定|確認|回答)(?:は|が)?(?:できません|できない)|述べられて(?:は)?い?(?:ない|ません)"
                      + "|会話.{0,12}(?:出て|触れられて).{0,3}(?:ません|ない)"),
          "es",
              phrases(
                  "\\bno (?:se |lo |la |fue |ha sido |está |es ){0,2}(?:menciona(?:d[oa]|ba)?|mencionó"
                      + "|menciono|indica(?:d[oa])?|especifica(?:d[oa])?)\\b"
                      + "|\\bno se (?:dice|sabe)(?=$| (?:nada|en|qu[eé]|cu[aá]l|cu[aá]ndo|d[oó]nde|qui[eé]n)\\b)"
                      + "|\\bno (?:lo )?(?:sé|sabemos)(?=$| )|^desconocid[oa]$|\\b(?:es|se) desconoc(?:e|id[oa])\\b"
                      + "|\\b(?:sin|no hay|ninguna|no (?:tengo|dispongo de)) (?:\\w+ )?(?:información|mención|datos)\\b"
                      + "|\\bno se puede (?:determinar|saber|responder)\\b"),
          "de",
              phrases(
                  "\\bnicht (?:\\w+ )?(?:erwähnt|bekannt|gesagt|genannt|angegeben|besprochen)(?=$| )(?! \\p{Lu})"
                      + "|\\b(?:ich wei(?:ß|ss)|wei(?:ß|ss) ich) (?:es |das )?nicht(?=$| )|^wei(?:ß|ss) nicht$"
                      + "|\\bkeine (?:angaben?|informationen?|erwähnung|rede)\\b"
                      + "|^unbekannt$|\\b(?:ist|bleibt|sind) unbekannt\\b"
                      + "|\\b(?:lässt sich|kann|können) (?:\\w+ ){0,3}nicht (?:\\w+ )?(?:sagen|bestimmen|beantwort\\w+|bestimmt|ermitteln)\\b"),
          "fr",
              phrases(
                  "\\b(?:pas (?:été )?|non )(?:mentionnée?|précisée?|indiquée?|spécifiée?|connue?)(?=$| )"
                      + "|\\b(?:je (?:ne |n')?|j')sais pas\\b|\\b(?:on|nous) ne (?:sait|savons) pas\\b|\\bn'en sais rien\\b"
                      + "|\\bne (?:le |la |l')?(?:dit|mentionne|précise|indique) pas\\b|\\bpas dit\\b"
                      + "|\\baucune (?:information|mention|indication)\\b|\\bpas d'informations?\\b"
                      + "|\\binformations? (?:non |in)disponibles?\\b|\\bimpossible (?:à|de) (?:déterminer|savoir|dire)\\b"
                      + "|^inconnue?$|\\b(?:est|reste) inconnue?\\b"));

  private static final Pattern WORD = Pattern.compile("(?i)[a-z0-9]|^\\P{L}*$");
  private static final Pattern KANA = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}]");
  private static final Pattern NUMERAL = Pattern.compile("[〇零一二两三四五六七八九十百千]+");
  private static final String DIGITS = "零一二三四五六七八九";

  private LanguageText() {}

  private static Pattern phrases(String regex) {
    return Pattern.compile(
        regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** Whether text of the language is compared by words of its own. */
  public static boolean knows(String language) {
    return NAMES.containsKey(language);
  }

  /**
   * What words were compared, one sentence; empty for gold texts in English.
   *
   * @param profile of the data; its language may be unknown or not said
   * @param golds the gold texts that were compared
   */
  public static String about(BenchmarkProfile profile, List<String> golds) {
    String language = profile.language();
    if (knows(language)) {
      return about(language);
    }
    var wordless = golds.stream().filter(gold -> !WORD.matcher(gold).find()).toList();
    if (wordless.size() * 2 <= golds.size()) {
      return "";
    }
    String all = String.join("", wordless);
    String hint =
        KANA.matcher(all).find()
            ? "ja"
            : all.codePoints().anyMatch(Character::isIdeographic) ? "zh" : "";
    return "Most gold answers have no letter from a to z: ROUGE and BLEU find no words in them, token F1"
        + " compares what is between blanks"
        + (hint.isEmpty()
            ? "."
            : "; --profile " + profile.id() + ":" + hint + " compares characters.");
  }

  private static String about(String language) {
    boolean characters = language.equals("zh") || language.equals("ja");
    return "Token F1, ROUGE and BLEU compare "
        + (characters ? "characters of " : "words of ")
        + NAMES.get(language)
        + (characters ? "." : ", stems by Lucene's light stemmer.");
  }

  /** Whether a clause says that there is no answer, in a phrase of the language. */
  static boolean abstains(String language, String clause) {
    Pattern phrase = ABSTENTION.get(language);
    return phrase != null && phrase.matcher(clause).find();
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
