package dev.locomo.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.text.LanguageText;
import dev.locomo.core.profile.BenchmarkProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics of words on languages other than English; shares are counted by hand. */
class LanguageTest {
  private static Question question(String language, int category, Gold gold) {
    var kind = BenchmarkProfile.LOCOMO.in(language).category(category);
    return new Question(new QuestionId("s", 0), "?", kind, gold, List.of());
  }

  private static double score(String metric, Question question, String answer) {
    var score =
        Metrics.standard().get(metric).scoreInItsLanguage(new Answered(question, answer, null));
    return score instanceof Score.Scored(double value, _) ? value : Double.NaN;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zh | 蓝色 | 蓝色。 | 1.0",
        "zh | 蓝色 | 红色 | 0.5",
        "zh | 三 | 3 | 1.0",
        "zh | 二十三 | ２３ | 1.0",
        "ja | 赤い車 | 赤い車です | 0.75",
        "es | las bicicletas azules | una bicicleta azul | 1.0",
        "de | die blauen Fahrräder | ein blaues Fahrrad | 1.0",
        "fr | les vélos bleus | un vélo bleu | 1.0",
        "en | the blue bicycles | a blue bicycle | 1.0"
      })
  void tokenF1ComparesStemsOfTheLanguage(String language, String gold, String answer, double f1) {
    assertThat(score("token-f1", question(language, 4, new Gold.Answer(gold)), answer))
        .isCloseTo(f1, within(1e-12));
  }

  @Test
  void partsAreSeparatedByTheCommasOfTheLanguage() {
    var question = question("zh", 1, new Gold.Answer("苹果、香蕉"));
    assertThat(score("token-f1", question, "香蕉，苹果")).isEqualTo(1);
    assertThat(score("token-f1", question, "香蕉")).isEqualTo(0.5);
  }

  @Test
  void rougeAndBleuOfEqualTextsAreOneWhereTheLanguageIsKnown() {
    for (String metric : List.of("rouge-1", "rouge-l", "bleu-1", "exact-match", "has-answer")) {
      assertThat(score(metric, question("zh", 4, new Gold.Answer("小明的弟弟")), "小明的弟弟"))
          .as(metric)
          .isEqualTo(1);
    }
    assertThat(score("rouge-1", question("en", 4, new Gold.Answer("小明")), "小明")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zh | 对话中没有提到。",
        "zh | 對話中沒有提到",
        "zh | 没有 提到",
        "zh | 无法从对话中得知",
        "zh | 我不知道他买了什么",
        "zh | 信息不足",
        "zh | 未知",
        "ja | 会話では言及されていません。",
        "ja | 情報が不足しています",
        "ja | 判断できません",
        "ja | 不明です。",
        "es | No se ha mencionado; no lo sé.",
        "es | La conversación no lo menciona",
        "es | No hay suficiente información",
        "es | DESCONOCIDO",
        "de | Ich weiss nicht",
        "de | Nicht erwa\u0308hnt",
        "de | Das lässt sich nicht sagen",
        "fr | Non mentionné",
        "fr | Pas mentionne\u0301",
        "fr | On ne sait pas",
        "fr | Pas d\u2019information",
        "es | No se menciona en la conversación.",
        "de | Das wurde nicht erwähnt.",
        "fr | Ce n'est pas mentionné."
      })
  void abstentionIsReadInTheLanguage(String language, String answer) {
    var question = question(language, 5, new Gold.Unanswerable("x", null));
    assertThat(score("abstention", question, answer)).isEqualTo(1);
    assertThat(score("token-f1", question, answer)).isEqualTo(1);
    assertThat(score("token-f1", question, "42")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zh | 他不知道怎么走，所以坐了火车",
        "zh | 未知星球的书",
        "zh | 不清楚的照片",
        "zh | 她买了红色的车。品牌没有提到。",
        "ja | 行方不明の猫",
        "ja | 記載された住所",
        "es | Se encontró con un desconocido",
        "es | No se dice adiós",
        "de | Ein Unbekannter",
        "de | das nicht bekannte Lied",
        "de | Er weiß nicht, wie man schwimmt",
        "fr | Un inconnu"
      })
  void wordsOfPhrasesAreNoAbstentionAndAnAssertedLureIsNone(String language, String answer) {
    var question = question(language, 5, new Gold.Unanswerable("红色的车", null));
    assertThat(score("abstention", question, answer)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "十, 10",
    "十二, 12",
    "三十, 30",
    "二十一, 21",
    "一百零五, 105",
    "两千〇三, 2003",
    "九千八百七十六, 9876",
    "一九九八, 1998",
    "〇, 0",
    "九, 9",
    "百, 100"
  })
  void numeralsAreReadAsDigits(String numeral, String digits) {
    for (String language : List.of("zh", "ja")) {
      assertThat(LanguageText.plain(numeral, language, false)).as(language).isEqualTo(digits);
    }
    assertThat(LanguageText.plain(numeral, "de", false)).isNotEqualTo(digits);
  }

  @Test
  void articlesAndStemsAreThoseOfTheLanguage() {
    assertThat(LanguageText.plain("09 10", "de", false)).isEqualTo("09 10");
    assertThat(LanguageText.plain("das Haus", "de", false))
        .isEqualTo(LanguageText.plain("Haus", "de", false));
    assertThat(LanguageText.plain("Häuser", "de", true))
        .isEqualTo(LanguageText.plain("Haus", "de", true))
        .isNotEqualTo(LanguageText.plain("Häuser", "de", false));
    assertThat(LanguageText.plain("libros, hermanas", "es", true))
        .isEqualTo(LanguageText.plain("libro, hermana", "es", true));
  }

  private static String about(String language, String... golds) {
    return LanguageText.about(BenchmarkProfile.LOCOMO.in(language), List.of(golds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "蓝色 | blanks; --profile locomo:zh compares characters.",
        "青い車 | blanks; --profile locomo:ja compares characters.",
        "كتاب | between blanks."
      })
  void goldsInWhichMetricsFindNoWordsAreSaidToBeSo(String gold, String end) {
    assertThat(about("en", gold, "7")).isEmpty();
    assertThat(about("en", gold, gold, "7")).contains("find no words in them").endsWith(end);
  }

  @Test
  void whatWasComparedIsSaidAndEnglishIsLeftAlone() {
    assertThat(about("es", "sol")).contains("words of Spanish", "light stemmer");
    assertThat(about("zh", "蓝色")).contains("characters of Chinese");
    assertThat(about("en", "blue", "7", "蓝色")).isEmpty();
    assertThat(about("en")).isEmpty();
    assertThat(LanguageText.knows("tlh")).isFalse();
  }
}
