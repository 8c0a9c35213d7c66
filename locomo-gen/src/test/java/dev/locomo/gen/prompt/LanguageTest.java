package dev.locomo.gen.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | The dog and I went out, and it was fun. | false",
        "en | Der Hund und ich sind nicht mit der Katze auf eine Reise gegangen. | true",
        "German | Der Hund und ich sind nicht mit der Katze auf eine Reise gegangen. | false",
        "de | The dog and I went out with you, and it was fun for my sister. | true",
        "ru | Мы вчера ходили в музей, было очень интересно. | false",
        "ru | We went to the museum yesterday and it was fun. | true",
        "ja | 昨日は友達と一緒に美術館へ行きました。とても楽しかったです。 | false",
        "pl | Wczoraj poszłam z siostrą do kina i bardzo mi się podobało. | false",
        "pl | Yesterday I went with my sister to the cinema. | true",
        "nl | Gestern war ich mit meiner Schwester im Kino. | true",
        "zh | 昨天我和朋友一起去了美术馆，看了很多很有意思的画，非常开心。 | false",
        "no | I går gikk jeg på kino med søsteren min, og det var veldig gøy. | false",
        "fa | دیروز با خواهرم به سینما رفتم و خیلی خوش گذشت. | false",
        "en | Oui! | false",
        "cy | Mae'r ci a fi wedi mynd am dro hir ddoe gyda Siân. | false",
      })
  void onlyWhatIsPlainlyAnotherLanguageIsAProblem(String language, String text, boolean problem) {
    assertThat(Language.of(language).problem(text).isPresent()).isEqualTo(problem);
  }

  @Test
  void anUnknownLanguageIsNamed() {
    assertThatThrownBy(() -> Language.of("Klingonese"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Klingonese");
  }
}
