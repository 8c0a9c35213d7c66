package dev.locomo.core.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents are those that would be made of the texts themselves. */
class LongTextsTest {
  private static final String HEAD = "She said: \"\u00fc \\ \ud83d\ude00\"\n\t".repeat(400);

  private static String json(List<String> texts) {
    var all = JsonFiles.MAPPER.createArrayNode().add("before \u00e9");
    texts.forEach(all::add);
    return all.add("after").toString();
  }

  private static String written(LongTexts texts, String body) {
    var whole = new ByteArrayOutputStream();
    texts.restored(body).forEach(whole::writeBytes);
    return whole.toString(UTF_8);
  }

  @Test
  void theDocumentAndItsHashAreThoseOfTheTexts() {
    for (String text : List.of(HEAD + "Who?", HEAD + "When\u0001?", HEAD, "short", HEAD + HEAD)) {
      for (int shared : new int[] {0, HEAD.length(), HEAD.length() - 3, text.length()}) {
        int known = Math.min(shared, text.length());
        var texts = new LongTexts();
        String body = json(List.of(texts.standIn(text, known), texts.standIn(HEAD, 0)));
        String expected = json(List.of(text, HEAD));
        assertThat(written(texts, body)).isEqualTo(expected);
        assertThat(texts.sha256(body)).isEqualTo(Sha256.of(expected));
      }
    }
  }

  @Test
  void theHashOfATextDoesNotDependOnWhatItShares() {
    for (String text : List.of(HEAD + "Who?", HEAD + "When?", "short", HEAD)) {
      for (int shared : new int[] {0, 3, HEAD.length(), HEAD.length() - 3, HEAD.length() - 4}) {
        int known = Math.min(shared, text.length());
        assertThat(LongTexts.sha256(text, known)).isEqualTo(Sha256.of(text));
      }
    }
  }

  @Test
  void aDocumentWithoutLongTextsIsItself() {
    var texts = new LongTexts();
    assertThat(texts.standIn("short", 0)).isEqualTo("short");
    assertThat(written(texts, "{}")).isEqualTo("{}");
    assertThat(texts.sha256("{}")).isEqualTo(Sha256.of("{}"));
  }

  @Test
  void aMemberGoesBesideItsText() {
    var texts = new LongTexts();
    String body =
        JsonFiles.MAPPER.createObjectNode().put("text", texts.standIn(HEAD, "\"x\":1")).toString();
    String expected = JsonFiles.MAPPER.createObjectNode().put("text", HEAD).put("x", 1).toString();
    assertThat(written(texts, body)).isEqualTo(expected);
  }
}
